package steading.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.app.AcmeSettings;
import steading.app.AcmeSettings.Challenge;
import steading.app.AcmeSettings.DnsUpdate;
import steading.app.Tls;
import steading.app.TlsSettings;

/** Wildcards, shown to be ours by records in a real BIND. */
@Tag("engine")
class DnsChallengeTest {
  private static final String SECRET = "c3RlYWRpbmcgdGVzdHMgdGhlIG5hbWVzZXJ2ZXIga2V5";

  @TempDir Path directory;

  private final int http = TestGateway.freePort();
  private final int https = TestGateway.freePort();
  private final int dns = TestGateway.freePort();

  @Test
  void Promise_aWildcardCertificateThroughBindWithSignedUpdates() throws Exception {
    try (Bind bind = new Bind();
        Pebble pebble = pebble();
        TestGateway world = world(settings(pebble, update(), List.of()))) {
      world.secrets.put("acme-dns", SECRET);
      publish(world, List.of("one.zone.test", "two.zone.test"));
      assertThat(world.gateway.certificates().asked()).containsExactly("*.zone.test");
      assertThat(world.gateway.certificates().round()).containsExactly("*.zone.test");
      for (String host : List.of("one.zone.test", "two.zone.test")) {
        assertThat(TestTrust.shown(https, host).getSubjectAlternativeNames().toString())
            .contains("*.zone.test");
      }
      assertThat(TestTrust.shown(https, "three.zone.test").getSubjectAlternativeNames().toString())
          .as("a host that nobody serves is not served under the wildcard either")
          .contains("gateway.invalid");
      assertThat(bind.log()).contains("adding an RR at '_acme-challenge.zone.test' TXT");
      assertThat(bind.log()).contains("deleting an RR at _acme-challenge.zone.test TXT");
      System.err.println(
          "dns-01 wildcard *.zone.test through BIND with RFC 2136 and TSIG: 1 of 1, records"
              + " removed again");
    }
  }

  @Test
  void aWrongKeyIsReportedAsTheDnsServersRefusal() throws Exception {
    try (Bind bind = new Bind();
        Pebble pebble = pebble();
        TestGateway world = world(settings(pebble, update(), List.of()))) {
      publish(world, List.of("one.zone.test"));
      assertThat(world.gateway.certificates().round()).isEmpty();
      assertThat(failure(world)).contains("stead certs secret dns");
      world.secrets.put("acme-dns", "d3Jvbmc=");
      assertThat(bind.log()).doesNotContain("adding an RR");
    }
  }

  @Test
  void aProgramOfTheOwnersWritesTheRecordsAndGetsThemAsArguments() throws Exception {
    Path hook = directory.resolve("hook");
    Files.writeString(
        hook,
        """
        #!/bin/sh
        set -eu
        echo "$1|$2|$3|$4" >>%s
        case $2 in
          add) what="update add $3. 60 TXT $4" ;;
          remove) what="update delete $3. TXT $4" ;;
        esac
        printf 'server 127.0.0.1 %d\\nzone zone.test\\nkey hmac-sha256:steading %s\\n%%s\\nsend\\n' "$what" | nsupdate
        """
            .formatted(directory.resolve("calls"), dns, SECRET));
    Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwx------"));
    try (Bind bind = new Bind();
        Pebble pebble = pebble();
        TestGateway world =
            world(settings(pebble, null, List.of(hook.toString(), "an argument; with $all")))) {
      publish(world, List.of("one.zone.test"));
      assertThat(world.gateway.certificates().round()).as(failure(world)).hasSize(1);
      assertThat(Files.readAllLines(directory.resolve("calls")))
          .hasSize(2)
          .allSatisfy(line -> assertThat(line).startsWith("an argument; with $all|"))
          .anySatisfy(line -> assertThat(line).contains("|add|_acme-challenge.zone.test|"))
          .anySatisfy(line -> assertThat(line).contains("|remove|_acme-challenge.zone.test|"));
      assertThat(bind.log()).contains("adding an RR");
    }
  }

  private static String failure(TestGateway world) {
    return String.valueOf(world.gateway.certificates().rows().getFirst().failure());
  }

  private DnsUpdate update() {
    return new DnsUpdate("127.0.0.1", dns, null, "steading", "hmac-sha256");
  }

  private Pebble pebble() throws IOException {
    return new Pebble(
        directory.resolve("pebble"), http, Optional.of("127.0.0.1:" + dns), false, Map.of());
  }

  private AcmeSettings settings(Pebble pebble, @Nullable DnsUpdate update, List<String> hook) {
    SortedSet<String> wildcards = new TreeSet<>(Set.of("*.zone.test"));
    return new AcmeSettings(
        URI.create(pebble.directory()),
        null,
        Challenge.DNS,
        pebble.root,
        null,
        wildcards,
        null,
        http,
        update,
        hook);
  }

  private TestGateway world(AcmeSettings settings) throws IOException {
    return new TestGateway(
        Files.createTempDirectory(directory, "home"),
        http,
        https,
        new TlsSettings(Tls.ACME, settings),
        new TestClock());
  }

  private void publish(TestGateway world, List<String> hosts) {
    String network = world.test.network("net");
    String target = world.app("shop", network);
    world.gateway.publish(
        "shop",
        List.of(TestGateway.route("shop", hosts, "/", target).withTls(Tls.ACME)),
        Set.of(network));
  }

  /** A name server with one zone, which takes signed updates. */
  private final class Bind implements AutoCloseable {
    private final Path home = Files.createDirectories(directory.resolve("bind"));
    private final Process process;

    Bind() throws IOException {
      Files.writeString(
          home.resolve("zone.test"),
          """
          $TTL 60
          @ SOA localhost. admin.localhost. 1 60 60 600 60
          @ NS localhost.
          @ A 127.0.0.1
          * A 127.0.0.1
          """);
      Files.writeString(
          home.resolve("named.conf"),
          """
          key steading { algorithm hmac-sha256; secret "%s"; };
          options {
            directory "%s"; pid-file none; session-keyfile "%s/session.key";
            listen-on port %d { 127.0.0.1; }; listen-on-v6 { none; };
            recursion no; dnssec-validation no; allow-query { any; };
          };
          controls { };
          zone "zone.test" { type primary; file "zone.test"; allow-update { key steading; }; };
          """
              .formatted(SECRET, home, home, dns));
      process =
          new ProcessBuilder(
                  "/usr/sbin/named", "-g", "-n", "1", "-c", home.resolve("named.conf").toString())
              .redirectErrorStream(true)
              .redirectOutput(home.resolve("log").toFile())
              .start();
      boolean running = Patience.until(() -> log().contains(" running"), Duration.ofSeconds(60));
      assertThat(running).as(log()).isTrue();
    }

    String log() {
      try {
        return Files.readString(home.resolve("log"), StandardCharsets.UTF_8);
      } catch (IOException e) {
        return "";
      }
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
