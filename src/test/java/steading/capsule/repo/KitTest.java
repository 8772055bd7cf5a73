package steading.capsule.repo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.app.Home;
import steading.app.Routine;
import steading.gateway.tls.InternalCa;

class KitTest {
  @TempDir Path directory;

  @Test
  void whatIsWrittenOnThePageIsReadBackWhole() throws IOException {
    Terms special = special(10, List.of("shop"));
    Terms onPage = special(0, List.of());
    List<Repository> repositories =
        List.of(
            repository(
                "disk", PlaceWords.read("local", "/srv/backup", null), Map.of(), Terms.USUAL),
            repository(
                "off-site",
                PlaceWords.read("s3", "https://s3.example.org/b/one", "eu-1"),
                Map.of(S3.KEY, "id", S3.SECRET, "a \"quoted\" secret: #1"),
                Terms.USUAL),
            repository(
                "nas",
                PlaceWords.knownBy(
                    PlaceWords.read("sftp", "sftp://me@nas:2222/srv/b", null),
                    "ssh-ed25519 AAAA x"),
                Map.of(Sftp.KEY, "-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n-----END\n"),
                special));
    Home home = new Home(directory, "abcdef", 0, 0, null, directory);

    InternalCa.open(InternalCa.directory(home), "abcdef", Clock.systemUTC());

    String text = Kit.of(home, "server", LocalDate.of(2026, 11, 21), repositories).text();
    Kit read = Kit.read(Files.writeString(directory.resolve("kit"), text));

    assertThat(read.home()).isEqualTo("abcdef");
    assertThat(read.authority()).isEqualTo(InternalCa.root(home)).isNotNull();
    assertThat(read.repositories())
        .containsExactly(
            repositories.get(0),
            repositories.get(1),
            new Repository(
                "nas", repositories.get(2).place(), repositories.get(2).secrets(), onPage));
    assertThat(text).contains("stead recover", "restic restore", "2026-11-21");
    // One page, but for keys that take their lines.
    assertThat(text.lines().count()).isLessThan(100);
  }

  /** Only what is needed to get there is on the page. */
  private static Terms special(int upload, List<String> apps) {
    return new Terms(
        upload,
        0,
        Duration.ofMinutes(5),
        apps,
        Routine.UNSAID,
        Map.of("nas", "10.0.0.7"),
        "-----BEGIN\nabc\n");
  }

  private static Repository repository(
      String name, Place place, Map<String, String> credentials, Terms terms) {
    Map<String, String> secrets = new HashMap<>(credentials);
    secrets.put(Repository.PASSWORD, "pw of " + name);
    return new Repository(name, place, secrets, terms);
  }
}
