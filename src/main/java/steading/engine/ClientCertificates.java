package steading.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import steading.engine.EngineException.Reason;

/** The certificates with which Docker's clients and Engines know each other over TCP. */
final class ClientCertificates {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");

  private ClientCertificates() {}

  static @Nullable SSLContext load(@Nullable Path directory) {
    if (directory == null) {
      return null;
    }
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      KeyManagerFactory own =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      own.init(ownKey(directory), new char[0]);
      TrustManagerFactory trusted =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trusted.init(authorities(directory));
      context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new EngineException(
          Reason.BAD_REQUEST,
          "DOCKER_TLS_VERIFY is set, but ca.pem, cert.pem and key.pem cannot be read from "
              + directory,
          e);
    }
  }

  private static KeyStore ownKey(Path directory) throws IOException, GeneralSecurityException {
    KeyStore store = empty();
    Certificate[] chain = certificates(directory.resolve("cert.pem")).toArray(Certificate[]::new);
    store.setKeyEntry("own", privateKey(directory.resolve("key.pem")), new char[0], chain);
    return store;
  }

  private static KeyStore authorities(Path directory) throws IOException, GeneralSecurityException {
    KeyStore store = empty();
    for (Certificate certificate : certificates(directory.resolve("ca.pem"))) {
      store.setCertificateEntry("ca" + store.size(), certificate);
    }
    return store;
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static Collection<? extends Certificate> certificates(Path file)
      throws IOException, GeneralSecurityException {
    try (InputStream stream = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificates(stream);
    }
  }

  private static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
    Matcher matcher = KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
    if (!matcher.find()) {
      throw new InvalidKeySpecException(
          file + " is no PKCS #8 key; convert it: openssl pkcs8 -topk8 -nocrypt");
    }
    byte[] encoded = Base64.getMimeDecoder().decode(matcher.group(1));
    InvalidKeySpecException last = new InvalidKeySpecException(file + " is of an unknown kind");
    for (String kind : new String[] {"RSA", "EC", "Ed25519"}) {
      try {
        return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      } catch (InvalidKeySpecException e) {
        last.addSuppressed(e);
      }
    }
    throw last;
  }
}
