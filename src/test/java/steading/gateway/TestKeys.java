package steading.gateway;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Servers of the tests that show a certificate. */
final class TestKeys {
  private TestKeys() {}

  /**
   * @param pair a certificate and its key, as PEM
   */
  static SSLContext server(String pair) {
    try {
      Certificate certificate =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(pair.getBytes(StandardCharsets.US_ASCII)));
      String key = pair.substring(pair.indexOf("-----BEGIN PRIVATE KEY-----"));
      PrivateKey decoded =
          KeyFactory.getInstance("EC")
              .generatePrivate(
                  new PKCS8EncodedKeySpec(
                      Base64.getMimeDecoder().decode(key.replaceAll("-----[A-Z ]+-----", ""))));
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      char[] word = "x".toCharArray();
      store.setKeyEntry("key", decoded, word, new Certificate[] {certificate});
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, word);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(factory.getKeyManagers(), null, null);
      return context;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
