package steading.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.app.GatewaySettings;
import steading.app.GatewaySettings.Behind;
import steading.gateway.tls.InternalCa;

class HttpsProbeTest {
  private static final String HOST = "shop.example.org";

  @TempDir private Path directory;

  /** What the server saw of one request. */
  private record Seen(String name, String request) {}

  @Test
  void it_asks_this_machine_for_the_host_and_trusts_the_installations_own_authority()
      throws Exception {
    InternalCa authority = InternalCa.open(directory.resolve("ca"), "abc123", Clock.systemUTC());
    try (SSLServerSocket server = server(authority.bundle(Optional.empty(), List.of(HOST)))) {
      CompletableFuture<Seen> seen = CompletableFuture.supplyAsync(() -> serveOnce(server));
      HttpsProbe.Answer answer =
          probe(directory.resolve("ca/root.crt")).get(HOST, server.getLocalPort(), "/");
      assertThat(answer.status()).isEqualTo(418);
      assertThat(Duration.between(Clock.systemUTC().instant(), answer.expires()))
          .isGreaterThan(Duration.ofDays(80));
      assertThat(seen.join().name()).isEqualTo(HOST);
      assertThat(seen.join().request())
          .startsWith("GET / HTTP/1.1\r\nHost: " + HOST + ":" + server.getLocalPort() + "\r\n");
    }
  }

  @Test
  void a_certificate_of_another_host_or_of_a_stranger_is_refused() throws Exception {
    InternalCa authority = InternalCa.open(directory.resolve("ca"), "abc123", Clock.systemUTC());
    for (String root : List.of("ca/root.crt", "none.crt")) {
      String host = root.startsWith("ca") ? "other.example.org" : HOST;
      try (SSLServerSocket server = server(authority.bundle(Optional.empty(), List.of(HOST)))) {
        CompletableFuture<Seen> seen = CompletableFuture.supplyAsync(() -> serveOnce(server));
        assertThatThrownBy(
                () -> probe(directory.resolve(root)).get(host, server.getLocalPort(), "/"))
            .isInstanceOf(SSLException.class);
        assertThat(seen.join().request()).isEmpty();
      }
    }
  }

  private static HttpsProbe probe(Path root) throws IOException {
    return new HttpsProbe(Trust.of(List.of(root)), Duration.ofSeconds(10), null);
  }

  private static Seen serveOnce(SSLServerSocket server) {
    try (SSLSocket socket = (SSLSocket) server.accept()) {
      socket.startHandshake();
      byte[] request = new byte[4096];
      int length = socket.getInputStream().read(request);
      socket
          .getOutputStream()
          .write("HTTP/1.1 418 Odd\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      ExtendedSSLSession session = (ExtendedSSLSession) socket.getSession();
      SNIHostName name = (SNIHostName) session.getRequestedServerNames().getFirst();
      return new Seen(
          name.getAsciiName(),
          length < 0 ? "" : new String(request, 0, length, StandardCharsets.US_ASCII));
    } catch (IOException refused) {
      return new Seen("", "");
    }
  }

  private static SSLServerSocket server(String bundle)
      throws IOException, GeneralSecurityException {
    char[] none = new char[0];
    byte[] encoded =
        Base64.getMimeDecoder()
            .decode(
                bundle.replaceFirst(
                    "(?s).*-----BEGIN PRIVATE KEY-----(.*)-----END PRIVATE KEY-----.*", "$1"));
    Certificate leaf =
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(bundle.getBytes(StandardCharsets.US_ASCII)));
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, none);
    store.setKeyEntry(
        "server",
        KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded)),
        none,
        new Certificate[] {leaf});
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, none);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return (SSLServerSocket)
        context.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  @Test
  void a_damaged_root_certificate_is_told() throws IOException {
    Path root = Files.writeString(directory.resolve("root.crt"), "no certificate");
    assertThatThrownBy(() -> Trust.of(List.of(root))).isInstanceOf(IOException.class);
  }

  @Test
  void behindAWebServerItIsAskedAsThatWouldAsk() throws Exception {
    Behind front = new Behind(List.of(GatewaySettings.MACHINE), true, false, 443);
    Path none = directory.resolve("none");
    HttpsProbe probe = new HttpsProbe(Trust.of(List.of(none)), Duration.ofSeconds(10), front);
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      CompletableFuture<String> said = CompletableFuture.supplyAsync(() -> answered(server));
      assertThat(probe.passOn("blog.test", server.getLocalPort(), "/x").status()).isEqualTo(204);
      assertThat(said.get())
          .startsWith("PROXY UNKNOWN\nGET /x HTTP/1.1\nHost: blog.test:")
          .endsWith("\nX-Forwarded-Proto: https\n");
    }
  }

  private static String answered(ServerSocket server) {
    try (Socket socket = server.accept();
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
      StringBuilder said = new StringBuilder();
      for (String line = lines.readLine(); !line.isEmpty(); line = lines.readLine()) {
        said.append(line).append('\n');
      }
      socket
          .getOutputStream()
          .write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      return said.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
