package steading.gateway.tls;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.connector.Connection;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.provider.GenericAcmeProvider;
import steading.problem.Problem;

/** How the library speaks to an authority: patiently, and trusting further roots if told to. */
final class AcmeProtocol extends GenericAcmeProvider {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final @Nullable Path root;
  private final Pace pace;
  private @Nullable HttpClient client;

  private AcmeProtocol(@Nullable Path root, Pace pace) {
    this.root = root;
    this.pace = pace;
  }

  static AcmeProtocol of(@Nullable Path root, Pace pace) {
    return new AcmeProtocol(root, pace);
  }

  /** For one order: requests of a session wait for one another. */
  Session session(URI directory) {
    Session session = new Session(directory, this);
    session.networkSettings().setTimeout(TIMEOUT);
    return session;
  }

  @Override
  public Connection connect(URI server, NetworkSettings settings, HttpClient client) {
    return new PatientConnection(createHttpConnector(settings, client), pace);
  }

  /** One for all sessions: each has threads of its own. */
  @Override
  public synchronized HttpClient createHttpClient(NetworkSettings settings) {
    if (client != null) {
      return client;
    }
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(settings.getTimeout());
    if (root != null) {
      builder.sslContext(trusting(root));
    }
    client = builder.build();
    return client;
  }

  /** The machine's own roots, and those in the file. */
  private static SSLContext trusting(Path file) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (X509Certificate certificate : Pem.certificates(Files.readString(file))) {
        store.setCertificateEntry("further-" + number++, certificate);
      }
      for (X509Certificate certificate : usual()) {
        store.setCertificateEntry("usual-" + number++, certificate);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw Problem.failed(
              "acme.bad-root",
              "The certificates in " + file + " cannot be used",
              "write the authority's root there as PEM, or remove root: from steading.yaml")
          .because(e.toString())
          .raise();
    }
  }

  private static X509Certificate[] usual() throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager trust) {
        return trust.getAcceptedIssuers();
      }
    }
    return new X509Certificate[0];
  }
}
