package steading.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.problem.ProblemException;

class InternalCaTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path directory;

  @Test
  void theRootIsMadeOnceAndItsKeyIsForItsOwnerAlone() throws Exception {
    InternalCa first = open(NOW);
    assertThat(open(NOW.plus(Duration.ofDays(1000))).rootPem()).isEqualTo(first.rootPem());
    assertThat(first.root().getSubjectX500Principal().getName())
        .isEqualTo("CN=Steading internal CA abc123");
    assertThat(first.root().getBasicConstraints()).isZero();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key())))
        .isEqualTo("rw-------");
  }

  @Test
  void aLeafIsValidForAllItsHostsAndSignedByTheRoot() throws Exception {
    InternalCa authority = open(NOW);
    String bundle =
        authority.bundle(Optional.empty(), List.of("b.test", "a.test", "::1", "192.0.2.1"));
    X509Certificate leaf = Pem.certificate(bundle);
    assertThat(leaf.getSubjectAlternativeNames().stream().map(name -> name.get(1).toString()))
        .containsExactlyInAnyOrder("a.test", "b.test", "192.0.2.1", "0:0:0:0:0:0:0:1");
    PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(authority.root(), null)));
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(NOW));
    CertPathValidator.getInstance("PKIX")
        .validate(
            CertificateFactory.getInstance("X.509").generateCertPath(List.of(leaf)), parameters);
    assertThat(leaf.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(Pem.ecKey(bundle)).isNotNull();
  }

  @Test
  void aLeafIsKeptUntilAThirdOfItsLifeIsLeft() {
    String bundle = open(NOW).bundle(Optional.empty(), List.of("a.test"));
    assertThat(later(59).bundle(Optional.of(bundle), List.of("a.test"))).isEqualTo(bundle);
    assertThat(later(61).bundle(Optional.of(bundle), List.of("a.test"))).isNotEqualTo(bundle);
  }

  @Test
  void otherHostsOrAnotherAuthorityOrADamagedFileMakeANewLeaf() {
    InternalCa authority = open(NOW);
    String bundle = authority.bundle(Optional.empty(), List.of("a.test", "b.test"));
    assertThat(authority.bundle(Optional.of(bundle), List.of("b.test", "a.test")))
        .isEqualTo(bundle);
    assertThat(authority.bundle(Optional.of(bundle), List.of("a.test"))).isNotEqualTo(bundle);
    assertThat(authority.bundle(Optional.of("rubbish"), List.of("a.test"))).contains("BEGIN");
    InternalCa other = InternalCa.open(directory.resolve("other"), "x", Clock.systemUTC());
    assertThat(other.bundle(Optional.of(bundle), List.of("a.test", "b.test"))).isNotEqualTo(bundle);
  }

  @Test
  void hostsLongerThanACommonNameAreServedToo() throws Exception {
    String host = "a".repeat(60) + ".example.test";
    X509Certificate leaf = Pem.certificate(open(NOW).bundle(Optional.empty(), List.of(host)));
    assertThat(leaf.getSubjectAlternativeNames().toString()).contains(host);
  }

  @Test
  void anAttemptThatWasCutOffIsNoObstacle() throws Exception {
    Files.createDirectories(directory.resolve(".ca.new").resolve("half"));
    assertThat(open(NOW).rootPem()).contains("BEGIN CERTIFICATE");
  }

  @Test
  void aDamagedAuthorityIsNeverSilentlyReplaced() throws Exception {
    open(NOW);
    Files.writeString(key(), "rubbish");
    assertThatThrownBy(() -> open(NOW))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("restore the directory from a backup");
  }

  private Path key() {
    return directory.resolve("ca").resolve("root.key");
  }

  private InternalCa later(int days) {
    return open(NOW.plus(Duration.ofDays(days)));
  }

  private InternalCa open(Instant now) {
    return InternalCa.open(directory.resolve("ca"), "abc123", Clock.fixed(now, ZoneOffset.UTC));
  }
}
