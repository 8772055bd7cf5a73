package steading.watch;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** What browsers trust, and the authorities that this installation's people trust besides. */
final class Trust {
  private Trust() {}

  /**
   * @param roots files with certificates of authorities, as far as they are there yet
   */
  static SSLContext of(List<Path> roots) throws IOException {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      List<X509Certificate> trusted = new ArrayList<>(known());
      for (Path root : roots) {
        trusted.addAll(read(root));
      }
      for (int i = 0; i < trusted.size(); i++) {
        store.setCertificateEntry("root" + i, trusted.get(i));
      }
      TrustManagerFactory factory = factory(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("the trusted certificates cannot be read", e);
    }
  }

  private static List<X509Certificate> read(Path file)
      throws IOException, GeneralSecurityException {
    List<X509Certificate> found = new ArrayList<>();
    if (Files.exists(file)) {
      CertificateFactory.getInstance("X.509")
          .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)))
          .forEach(each -> found.add((X509Certificate) each));
    }
    return found;
  }

  private static List<X509Certificate> known() throws GeneralSecurityException {
    List<X509Certificate> known = new ArrayList<>();
    for (TrustManager manager : factory(null).getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        known.addAll(List.of(x509.getAcceptedIssuers()));
      }
    }
    return known;
  }

  private static TrustManagerFactory factory(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory;
  }
}
