package steading.watch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import steading.app.GatewaySettings;

/**
 * One request as a browser would make it, or a web server in front of the gateway; but to this
 * machine, wherever DNS says that the host is.
 */
final class HttpsProbe {
  /** What a front says first that speaks the PROXY protocol, and asks for itself. */
  private static final String OF_ITS_OWN = "PROXY UNKNOWN\r\n";

  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})(?: .*)?");
  private static final int LONGEST_LINE = 512;

  private final SSLContext trust;
  private final Duration limit;
  private final GatewaySettings.@Nullable Behind front;

  /**
   * @param front for which this passes at the gateway; null where browsers come themselves
   */
  HttpsProbe(SSLContext trust, Duration limit, GatewaySettings.@Nullable Behind front) {
    this.trust = trust;
    this.limit = limit;
    this.front = front;
  }

  /**
   * @param expires when the certificate that was shown ends
   */
  record Answer(int status, Duration took, Instant expires) {}

  /** Fails with an SSLException when the certificate shown is not one for this host. */
  Answer get(String host, int port, String path) throws IOException {
    long start = System.nanoTime();
    try (Socket plain = connected(port)) {
      // Giving the host here makes it the name that the client asks for (SNI) and verifies.
      try (SSLSocket socket =
          (SSLSocket) trust.getSocketFactory().createSocket(plain, host, port, true)) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        socket.getOutputStream().write(request(host, port, path, ""));
        int status = status(socket.getInputStream());
        return new Answer(status, Duration.ofNanos(System.nanoTime() - start), expires(socket));
      }
    }
  }

  /** As a front with TLS of its own passes a request on; no certificate is looked at. */
  Answer passOn(String host, int port, String path) throws IOException {
    long start = System.nanoTime();
    try (Socket socket = connected(port)) {
      String said = "X-Forwarded-Proto: https\r\n";
      socket.getOutputStream().write(request(host, port, path, said));
      int status = status(socket.getInputStream());
      return new Answer(status, Duration.ofNanos(System.nanoTime() - start), Instant.MAX);
    }
  }

  private Socket connected(int port) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) limit.toMillis());
      socket.setSoTimeout((int) limit.toMillis());
      if (front != null
          && front.proxyProtocol()
          && front.from().contains(GatewaySettings.MACHINE)) {
        socket.getOutputStream().write(OF_ITS_OWN.getBytes(StandardCharsets.US_ASCII));
      }
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static byte[] request(String host, int port, String path, String more) {
    String name = host.contains(":") ? "[" + host + "]" : host;
    return (String.join(
                "\r\n",
                "GET " + path + " HTTP/1.1",
                "Host: " + name + (port == 443 ? "" : ":" + port),
                "User-Agent: stead-doctor",
                "Accept: */*",
                "Connection: close")
            + "\r\n"
            + more
            + "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static int status(InputStream answer) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = answer.read(); c >= 0 && c != '\n' && line.size() < LONGEST_LINE; ) {
      line.write(c);
      c = answer.read();
    }
    Matcher status = STATUS.matcher(line.toString(StandardCharsets.ISO_8859_1).strip());
    if (!status.matches()) {
      throw new IOException("the answer does not begin as HTTP does");
    }
    return Integer.parseInt(status.group(1));
  }

  private static Instant expires(SSLSocket socket) throws IOException {
    Certificate first = socket.getSession().getPeerCertificates()[0];
    return first instanceof X509Certificate x509 ? x509.getNotAfter().toInstant() : Instant.MAX;
  }
}
