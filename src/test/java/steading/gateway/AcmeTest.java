package steading.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.app.AcmeSettings;
import steading.app.AcmeSettings.Challenge;
import steading.app.Tls;
import steading.app.TlsSettings;
import steading.plan.Route;
import steading.problem.ProblemException;

/** Certificates from a real authority, whose questions a real gateway answers. */
@Tag("engine")
class AcmeTest {
  @TempDir Path directory;

  private final TestClock clock = new TestClock();
  private final int http = TestGateway.freePort();
  private final int https = TestGateway.freePort();

  @Test
  @Tag("slow")
  void Promise_twentyOfTwentyCertificatesFromAnAuthorityThatIsHardToDealWith() throws Exception {
    hardToDealWith(20, 4, 90, Duration.ofHours(3));
  }

  @Test
  void someCertificatesFromAnAuthorityThatIsHardToDealWith() throws Exception {
    hardToDealWith(4, 1, 60, Duration.ofMinutes(30));
  }

  /**
   * @param without so many hosts are not found by the authority for {@code lostFor}
   * @param refused of a hundred numbers used once
   */
  private void hardToDealWith(int count, int without, int refused, Duration lostFor)
      throws Exception {
    int dns = TestGateway.freePort();
    List<String> hosts = IntStream.range(0, count).mapToObj(i -> "h" + i + ".acme.net").toList();
    Set<String> lost = Set.copyOf(hosts.subList(0, without));
    try (Pebble pebble = pebble(Map.of("PEBBLE_WFE_NONCEREJECT", "" + refused));
        MoodyAuthority moody =
            new MoodyAuthority(directory.resolve("pebble"), pebble, clock, count * 3);
        TestGateway world = world(settings(moody.directory(), pebble, "127.0.0.1:" + dns))) {
      pebble.dns(dns, TestGateway.freePort());
      for (String host : lost) {
        pebble.lose(host, true);
      }
      Instant start = clock.instant();
      publish(world, hosts);
      Set<String> done = all(world, pebble, hosts, lost, lostFor);

      System.err.printf(
          "%d of %d certificates in %s on the gateway's clock; %d requests to the authority, %d"
              + " numbers refused, moods %s; at most %d failed validations an hour and host (%s)%n",
          done.size(),
          hosts.size(),
          Duration.between(start, clock.instant()),
          moody.requests(),
          moody.rejectedNonces(),
          moody.moods(),
          moody.mostFailuresAnHour(),
          counts(moody));
      assertThat(done).containsAll(hosts);
      assertThat(moody.mostFailuresAnHour()).isPositive().isLessThanOrEqualTo(4);
      assertThat(moody.failures.keySet()).containsAll(lost);
      assertThat(moody.moods()).containsKeys("429", "503", "slow");
      assertThat(moody.rejectedNonces()).isGreaterThan(moody.requests() / 4);
      for (String host : hosts) {
        assertThat(issuer(host)).contains("Pebble");
      }
    }
  }

  /** Goes on from one attempt to the next until every host has its certificate. */
  private Set<String> all(
      TestGateway world, Pebble pebble, List<String> hosts, Set<String> lost, Duration lostFor)
      throws IOException {
    Instant start = clock.instant();
    Set<String> done = new TreeSet<>();
    while (done.size() < hosts.size() && Duration.between(start, clock.instant()).toDays() < 3) {
      done.addAll(world.gateway.certificates().round());
      if (Duration.between(start, clock.instant()).compareTo(lostFor) > 0) {
        for (String host : lost) {
          pebble.lose(host, false);
        }
      }
      clock.to(next(world));
    }
    return done;
  }

  private static String counts(MoodyAuthority moody) {
    StringBuilder text = new StringBuilder();
    moody.failures.forEach((host, times) -> text.append(host + " failed " + times.size() + " "));
    return text.toString().strip();
  }

  @Test
  void aCertificateIsRenewedAtAThirdOfItsLifeAndReplacedWhenItIsRevokedAlwaysWithANewKey()
      throws Exception {
    try (Pebble pebble = pebble(Map.of());
        TestGateway world = world(settings(pebble.directory(), pebble, pebble.names))) {
      publish(world, List.of("shop.acme.net"));
      assertThat(shown("shop.acme.net").getIssuerX500Principal().getName())
          .as("until the authority has given one, the internal one's is shown")
          .contains("Steading internal CA");
      assertThat(row(world).state()).isEqualTo("waiting");

      assertThat(world.gateway.certificates().round()).containsExactly("shop.acme.net");
      X509Certificate first = shown("shop.acme.net");
      assertThat(first.getIssuerX500Principal().getName()).contains("Pebble");
      assertThat(row(world).state()).isEqualTo("good");
      filesAreClosed(world);

      Duration life =
          Duration.between(first.getNotBefore().toInstant(), first.getNotAfter().toInstant());
      clock.to(first.getNotAfter().toInstant().minus(life.dividedBy(3)).minusSeconds(60));
      assertThat(world.gateway.certificates().round()).as("not a minute too early").isEmpty();
      clock.advance(Duration.ofMinutes(2));
      assertThat(world.gateway.certificates().round()).containsExactly("shop.acme.net");
      X509Certificate second = shown("shop.acme.net");
      assertThat(second.getSerialNumber()).isNotEqualTo(first.getSerialNumber());
      assertThat(second.getPublicKey()).isNotEqualTo(first.getPublicKey());

      clock.to(Instant.now());
      world.gateway.certificates().revoke("shop.acme.net", true);
      X509Certificate third = shown("shop.acme.net");
      assertThat(third.getPublicKey())
          .isNotEqualTo(second.getPublicKey())
          .isNotEqualTo(first.getPublicKey());
      assertThat(pebble.status(serial(second))).contains("Revoked");
      assertThat(pebble.status(serial(third))).contains("Valid");
      System.err.printf(
          "renewed %s -> %s, revoked and replaced by %s with a new key%n",
          serial(first), serial(second), serial(third));
    }
  }

  @Test
  void whatServedLastGoesOnServingWhileTheAuthorityIsGoneAndSomebodyIsTold() throws Exception {
    try (TestGateway world = world(settings("https://localhost:1/dir", null, null))) {
      publish(world, List.of("shop.acme.net"));
      assertThat(world.gateway.certificates().round()).isEmpty();
      assertThat(row(world).failure()).contains("shop.acme.net is not known to DNS");
    }
    Pebble pebble = pebble(Map.of());
    try (pebble;
        TestGateway world = world(settings(pebble.directory(), pebble, pebble.names))) {
      publish(world, List.of("shop.acme.net"));
      assertThat(world.gateway.certificates().round()).hasSize(1);
      X509Certificate first = shown("shop.acme.net");
      pebble.close();
      clock.to(first.getNotAfter().toInstant().minus(Duration.ofDays(30)));
      assertThat(world.gateway.certificates().round()).isEmpty();
      assertThat(shown("shop.acme.net")).isEqualTo(first);
      assertThat(row(world).state()).isEqualTo("expiring");
      assertThat(row(world).alarming()).isTrue();
      assertThat(row(world).failure()).isNotNull();
    }
  }

  @Test
  void withoutAnAnswerThatTheAuthorityCouldFindNoOrderIsPlaced() throws Exception {
    try (Pebble pebble = pebble(Map.of());
        MoodyAuthority counting =
            new MoodyAuthority(directory.resolve("pebble"), pebble, clock, 100_000);
        TestGateway world =
            world(
                settings(counting.directory(), pebble, pebble.names)
                    .withValidationPort(TestGateway.freePort()))) {
      publish(world, List.of("shop.acme.net"));
      assertThat(world.gateway.certificates().round()).isEmpty();
      assertThat(row(world).failure())
          .contains("does not answer")
          .contains("let the gateway have that port, or choose dns-01");
      assertThat(counting.requests()).isZero();
      assertThatThrownBy(() -> world.gateway.certificates().renew("shop.acme.net"))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("does not answer");
    }
  }

  @Test
  void anAccountThatWasMadeElsewhereIsBoundByItsKey() throws Exception {
    try (Pebble pebble =
        new Pebble(directory.resolve("pebble"), http, Optional.empty(), true, Map.of())) {
      AcmeSettings settings = settings(pebble.directory(), pebble, pebble.names);
      try (TestGateway world = world(settings)) {
        publish(world, List.of("shop.acme.net"));
        assertThat(world.gateway.certificates().round()).isEmpty();
        assertThat(row(world).failure()).contains("key-id").contains("stead certs secret eab");
      }
      try (TestGateway world = world(settings.withKeyId("kid-1"))) {
        world.secrets.put(
            "acme-eab", "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W");
        publish(world, List.of("shop.acme.net"));
        assertThat(world.gateway.certificates().round()).hasSize(1);
      }
    }
  }

  private Pebble pebble(Map<String, String> environment) throws IOException {
    return new Pebble(directory.resolve("pebble"), http, Optional.empty(), false, environment);
  }

  private AcmeSettings settings(String authority, Pebble pebble, String resolver) {
    return new AcmeSettings(
        URI.create(authority),
        "admin@acme.net",
        Challenge.HTTP,
        pebble == null ? null : pebble.root,
        null,
        new TreeSet<>(),
        resolver,
        http,
        null,
        List.of());
  }

  private TestGateway world(AcmeSettings settings) throws IOException {
    return new TestGateway(
        Files.createTempDirectory(directory, "home"),
        http,
        https,
        new TlsSettings(Tls.ACME, settings),
        clock);
  }

  private void publish(TestGateway world, List<String> hosts) {
    String network = world.test.network("net");
    String target = world.app("shop", network);
    Route route = TestGateway.route("shop", hosts, "/", target).withTls(Tls.ACME);
    world.gateway.publish("shop", List.of(route), Set.of(network));
  }

  private static CertificateRow row(TestGateway world) {
    return world.gateway.certificates().rows().getFirst();
  }

  /** When the next of the hosts without a certificate is tried, at least a second from now. */
  private Instant next(TestGateway world) {
    Instant soon = clock.instant().plusSeconds(1);
    return world.gateway.certificates().rows().stream()
        .filter(row -> row.state().equals("waiting"))
        .map(CertificateRow::next)
        .filter(next -> next != null && next.isAfter(soon))
        .min(Instant::compareTo)
        .orElse(soon);
  }

  private X509Certificate shown(String host) throws IOException {
    return TestTrust.shown(https, host);
  }

  private String issuer(String host) throws IOException {
    return shown(host).getIssuerX500Principal().getName();
  }

  private static String serial(X509Certificate certificate) {
    return HexFormat.of().formatHex(certificate.getSerialNumber().toByteArray());
  }

  private static void filesAreClosed(TestGateway world) throws IOException {
    try (Stream<Path> files = Files.walk(world.home.gateway())) {
      for (Path file : files.filter(each -> each.toString().endsWith(".pem")).toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .as(file.toString())
            .isEqualTo("rw-------");
      }
    }
  }
}
