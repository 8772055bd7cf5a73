package steading.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.problem.ProblemException;

class DebianArchiveTest {
  @TempDir Path etcApt;

  @BeforeEach
  void makeTheDirectory() throws IOException {
    Files.createDirectory(etcApt.resolve("sources.list.d"));
  }

  @Test
  void deb822SourcesAreRead() throws IOException {
    write(
        "sources.list.d/a-vendor.sources",
        """
        Types: deb
        URIs: https://vendor.example/php
        Suites: bookworm
        Components: main
        Signed-By:
         -----BEGIN PGP PUBLIC KEY BLOCK-----
         .
         abc
        """);
    write(
        "sources.list.d/debian.sources",
        """
        # the machine's own
        Types: deb deb-src
        URIs: http://mirror.example/debian
        Suites: bookworm bookworm-updates
        # between
        Components: main contrib
        Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

        Types: deb
        URIs: http://mirror.example/debian-security/
        Suites: bookworm-security
        Components: main

        Enabled: no
        Types: deb
        URIs: http://old.example/debian
        Suites: bookworm bookworm-updates
        Components: main
        """);

    DebianArchive archive = DebianArchive.ofMachine(etcApt);

    assertThat(archive.main()).isEqualTo("http://mirror.example/debian");
    assertThat(archive.security()).isEqualTo("http://mirror.example/debian-security/");
  }

  @Test
  void classicListsAreRead() throws IOException {
    write(
        "sources.list",
        """
        # deb http://off.example/debian bookworm main
        deb cdrom:[Debian]/ bookworm main
        deb-src http://src.example/debian bookworm main
        deb [arch=amd64 signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] https://proxy.example:3142/debian bookworm main # here
        deb https://proxy.example:3142/security.example/debian-security bookworm-security main
        """);
    write("sources.list.d/cloud.list", "deb https://cloud.example/apt cloud-sdk-bookworm main\n");
    write("sources.list.d/chart.list", "deb https://charts.example stable main\n");
    write("sources.list.d/ignored.list.save", "deb http://save.example/debian bookworm main\n");

    DebianArchive archive = DebianArchive.ofMachine(etcApt);

    assertThat(archive.main()).isEqualTo("https://proxy.example:3142/debian");
    assertThat(archive.security())
        .isEqualTo("https://proxy.example:3142/security.example/debian-security");
  }

  @Test
  void aListOfMirrorsIsReplacedByItsFirst() throws IOException {
    write(
        "mirrors.list", "# near\nhttps://near.example/debian priority:1\nhttps://far.example/d\n");
    write("sources.list", "deb mirror+file:" + etcApt.resolve("mirrors.list") + " trixie main\n");

    assertThat(DebianArchive.of(AptFiles.read(etcApt)))
        .as("the address of the list says nothing, that of the mirror does")
        .hasValueSatisfying(a -> assertThat(a.main()).isEqualTo("https://near.example/debian"));
  }

  @Test
  void aMachineWithoutDebianIsToldSo() throws IOException {
    write("sources.list", "deb http://archive.example/ubuntu noble main universe\n");

    assertThatThrownBy(() -> DebianArchive.ofMachine(etcApt))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("none of this machine's package sources carries Debian");
  }

  @Test
  void theCommandNamesNoMirrorSinceItsAddressMayHoldAPassword() {
    DebianArchive archive =
        new DebianArchive("https://user:secret@m.example/debian", null, Path.of("/k.gpg"));
    DebianBase slim = DebianBase.of("debian:13-slim").orElseThrow();
    DebianBase full = DebianBase.of("docker.io/library/debian:bookworm").orElseThrow();

    List<String> command = Mmdebstrap.command("/usr/bin/mmdebstrap", slim, archive, Path.of("/o"));

    assertThat(command)
        .noneMatch(word -> word.contains("secret"))
        .contains("--variant=minbase", "--dpkgopt=path-exclude=/usr/share/man/*")
        .endsWith("trixie", "-", "-");
    assertThat(Mmdebstrap.command("m", full, archive, Path.of("/o")))
        .noneMatch(word -> word.startsWith("--dpkgopt"))
        .endsWith("bookworm", "-", "-");
    assertThat(archive.lines("trixie"))
        .isEqualTo(
            """
            deb [signed-by=/k.gpg] https://user:secret@m.example/debian trixie main
            deb [signed-by=/k.gpg] https://user:secret@m.example/debian trixie-updates main
            """);
  }

  @Test
  void basesAreKnownByNumberAndByName() {
    assertThat(DebianBase.of("debian:trixie-slim").map(DebianBase::reference))
        .hasValue("steading/debian:13-slim");
    assertThat(DebianBase.of("debian:12").map(DebianBase::suite)).hasValue("bookworm");
    assertThat(DebianBase.ofOurs("steading/debian:12-slim").map(DebianBase::slim)).hasValue(true);
    assertThat(DebianBase.of("debian:11")).isEmpty();
    assertThat(DebianBase.of("debian")).isEmpty();
    assertThat(DebianBase.of("registry.example/debian:13")).isEmpty();
    assertThat(DebianBase.ofOurs("steading/debian-root:13")).isEmpty();
  }

  @Test
  void onlySettingsThatContainersCanUseAreCarried() {
    String dump =
        """
        APT::Install-Recommends "1";
        Acquire::Check-Valid-Until "false";
        Acquire::http::Proxy "http://proxy.example:3128";
        Acquire::https::Proxy "http://127.0.0.1:3142/";
        Acquire::http::Proxy::deb.example "DIRECT";
        DPkg::Post-Invoke:: "rm -rf /";
        """;

    assertThat(AptOptions.parse(dump))
        .containsOnlyKeys(
            "Acquire::Check-Valid-Until",
            "Acquire::http::Proxy",
            "Acquire::http::Proxy::deb.example");
    assertThat(
            HostProxies.buildArgs(
                Map.of(
                    "http_proxy", "http://localhost:8080",
                    "HTTPS_PROXY", "proxy.example:3128",
                    "no_proxy", ".example",
                    "PATH", "/bin")))
        .isEqualTo(Map.of("HTTPS_PROXY", "proxy.example:3128", "no_proxy", ".example"));
  }

  @Test
  void certificatesThatDebianBringsAreNotExtra() {
    String own = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    String extra = "-----BEGIN CERTIFICATE-----\nBBBB\nCC==\n-----END CERTIFICATE-----";

    HostTrust trust = HostTrust.of("# a\n" + own + extra, List.of(own.replace("\n", "\r\n")));

    assertThat(trust.extra()).containsExactly(extra);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(etcApt.resolve(name), text);
  }
}
