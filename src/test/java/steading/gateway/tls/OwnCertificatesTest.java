package steading.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnCertificatesTest {
  private static final Duration LIFE = Duration.ofDays(90);

  @TempDir Path directory;

  private final Instant now = Instant.now();
  private KeyPair rootKey;
  private X509Certificate root;
  private OwnCertificates own;

  @BeforeEach
  void open() throws GeneralSecurityException {
    rootKey = Issuer.newKey();
    root = Issuer.root("Somebody's authority", rootKey, now.minus(Duration.ofDays(400)));
    own = new OwnCertificates(directory, _ -> {}, Clock.systemUTC());
  }

  private record Given(String certificate, String key) {}

  private Given given(Instant from, String... hosts) throws GeneralSecurityException {
    KeyPair key = Issuer.newKey();
    X509Certificate leaf = Issuer.leaf(List.of(hosts), key, root, rootKey.getPrivate(), from, LIFE);
    return new Given(Pem.of(leaf), Pem.of(key.getPrivate()));
  }

  @Test
  void aCertificateIsKeptForTheHostsThatItNamesAndNobodyElseMayReadIt() throws Exception {
    Given given = given(now, "shop.example.org", "*.shop.example.org");
    Bundle added = own.add(given.certificate(), given.key(), List.of("shop.example.org"));

    assertThat(own.best("shop.example.org", now).orElseThrow().bundle()).isEqualTo(added);
    assertThat(own.best("a.shop.example.org", now)).isPresent();
    assertThat(own.best("a.b.shop.example.org", now)).isEmpty();
    assertThat(own.best("example.org", now)).isEmpty();
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.toList())
          .hasSize(1)
          .allSatisfy(file ->
              assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                  .isEqualTo("rw-------"));
    }
  }

  @Test
  void theChainIsPutInItsOrderAndTheRootLeftOut() throws Exception {
    Given given = given(now, "shop.example.org");
    Given other = given(now, "other.example.org");
    Bundle added =
        own.add(
            Pem.of(root) + other.certificate() + given.certificate(),
            given.key(),
            List.of("shop.example.org"));
    assertThat(added.chain()).hasSize(1);
    assertThat(added.hosts()).containsExactly("shop.example.org");
  }

  @Test
  void aNewerOneForTheSameHostsTakesTheFormersPlace() throws Exception {
    Given old = given(now.minus(Duration.ofDays(60)), "shop.example.org");
    Given fresh = given(now, "shop.example.org");
    own.add(old.certificate(), old.key(), List.of("shop.example.org"));
    Bundle added = own.add(fresh.certificate(), fresh.key(), List.of("shop.example.org"));
    assertThat(own.best("shop.example.org", now).orElseThrow().bundle()).isEqualTo(added);
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void theKeyOfAnotherCertificateIsRefused() throws Exception {
    Given one = given(now, "shop.example.org");
    Given two = given(now, "shop.example.org");
    refused(one.certificate(), two.key(), "the key is not the key of this certificate");
  }

  @Test
  void anotherHostIsRefused() throws Exception {
    Given given = given(now, "other.example.org");
    refused(given.certificate(), given.key(), "is for other.example.org, not for shop.example.org");
  }

  @Test
  void whatIsOverOrNotYetValidIsRefused() throws Exception {
    Given over = given(now.minus(Duration.ofDays(91)), "shop.example.org");
    refused(over.certificate(), over.key(), "was valid until");
    Given early = given(now.plus(Duration.ofDays(1)), "shop.example.org");
    refused(early.certificate(), early.key(), "is valid only from");
  }

  @Test
  void whatIsNoCertificateOrNoKeyIsRefusedBothAtOnce() {
    assertThatThrownBy(() -> own.add("hello", "world", List.of("shop.example.org")))
        .hasMessageContaining("there is no certificate in the file")
        .hasMessageContaining("the private key cannot be used");
  }

  @Test
  void aKeyWithAPasswordIsRefusedWithTheCommandThatTakesItOff() throws Exception {
    Given given = given(now, "shop.example.org");
    String locked =
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
            + "MFcwSQYJKoZIhvcNAQUNMDwwGwYJKoZIhvcNAQUMMA4ECAAAAAAAAAAAAgIIADAd\n"
            + "BglghkgBZQMEASoEEAAAAAAAAAAAAAAAAAAAAAAEChERERERERERERE=\n"
            + "-----END ENCRYPTED PRIVATE KEY-----\n";
    refused(given.certificate(), locked, "openssl pkey");
  }

  @Test
  void keysInTheFormsOfOtherToolsAreRead() throws Exception {
    Given given = given(now, "shop.example.org");
    Path plain = Files.writeString(directory.resolve("plain.key"), given.key());
    Process openssl =
        new ProcessBuilder("openssl", "ec", "-in", plain.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String sec1 = new String(openssl.getInputStream().readAllBytes());
    assertThat(sec1).contains("BEGIN EC PRIVATE KEY");
    assertThat(own.add(given.certificate(), sec1, List.of("shop.example.org")).hosts())
        .containsExactly("shop.example.org");
  }

  private void refused(String certificate, String key, String why) {
    assertThatThrownBy(() -> own.add(certificate, key, List.of("shop.example.org")))
        .hasMessageContaining(why);
    assertThat(own.best("shop.example.org", now)).isEmpty();
  }
}
