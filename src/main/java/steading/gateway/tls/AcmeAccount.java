package steading.gateway.tls;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeServerException;
import org.shredzone.acme4j.toolbox.JoseUtils;
import steading.app.Durable;
import steading.gateway.tls.Authority.Refusal;
import steading.problem.Problem;

/**
 * Our account with one authority: a key in a file of its own, which is made once. The authority
 * knows the key again, so that nothing else need be kept.
 */
final class AcmeAccount {
  private static final int NAME_BYTES = 8;

  private final KeyPair key;
  private final @Nullable String email;
  private final @Nullable String keyId;
  private final Supplier<Optional<String>> hmac;
  private @Nullable URL location;

  private AcmeAccount(
      KeyPair key,
      @Nullable String email,
      @Nullable String keyId,
      Supplier<Optional<String>> hmac) {
    this.key = key;
    this.email = email;
    this.keyId = keyId;
    this.hmac = hmac;
  }

  /**
   * @param keyId of the account that the authority has for us already; null: none is needed
   * @param hmac the secret that goes with it
   */
  static AcmeAccount open(
      Path directory,
      URI authority,
      @Nullable String email,
      @Nullable String keyId,
      Supplier<Optional<String>> hmac) {
    return new AcmeAccount(key(directory, authority), email, keyId, hmac);
  }

  /** What stands in every answer to http-01; the key is made if there is none. */
  static String thumbprint(Path directory, URI authority) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(JoseUtils.thumbprint(key(directory, authority).getPublic()));
  }

  private static KeyPair key(Path directory, URI authority) {
    Path file = directory.resolve("account-" + name(authority) + ".pem");
    try {
      Optional<String> text = Durable.read(file);
      if (text.isEmpty()) {
        Durable.directories(directory);
        KeyPair fresh = Issuer.newKey();
        String pem =
            "# " + authority + "\n" + Pem.ofPublic(fresh.getPublic()) + Pem.of(fresh.getPrivate());
        Durable.create(file, pem.getBytes(StandardCharsets.UTF_8));
        text = Durable.read(file);
      }
      return new KeyPair(Pem.publicKey(text.orElse("")), Pem.ecKey(text.orElse("")));
    } catch (IOException | GeneralSecurityException e) {
      throw Problem.failed(
              "acme.account-unreadable",
              "The key of the account with " + authority + ", in " + file + ", cannot be used",
              "put the file back from a copy, or delete it: a new account is then made")
          .because(e.toString())
          .raise();
    }
  }

  private static String name(URI authority) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(authority.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, NAME_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  synchronized Login login(Session session) throws AcmeException, Refusal {
    if (location == null) {
      AccountBuilder builder = new AccountBuilder().agreeToTermsOfService().useKeyPair(key);
      if (email != null) {
        builder.addEmail(email);
      }
      if (keyId != null) {
        builder.withKeyIdentifier(
            keyId,
            hmac.get()
                .orElseThrow(() ->
                    new Refusal(
                        "key-id stands in steading.yaml, but its secret is not there: hand it over"
                            + " with `stead certs secret eab`")));
      } else if (session.getMetadata().isExternalAccountRequired()) {
        throw new Refusal(
            "this authority wants an account that was made on its pages: set key-id under acme: in"
                + " steading.yaml, and hand its secret over with `stead certs secret eab`");
      }
      location = builder.createLogin(session).getAccountLocation();
    }
    return session.login(location, key);
  }

  /** An authority may have forgotten the account. */
  synchronized void doubt(Exception cause) {
    if (cause instanceof AcmeServerException answer
        && answer.getType().toString().endsWith(":accountDoesNotExist")) {
      location = null;
    }
  }
}
