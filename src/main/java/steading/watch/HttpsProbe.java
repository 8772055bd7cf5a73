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

/**
 * One request as a browser would make it, but to this machine, wherever DNS says that the host is.
 */
final class HttpsProbe {
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})(?: .*)?");
  private static final int LONGEST_LINE = 512;

  private final SSLContext trust;
  private final Duration limit;

  HttpsProbe(SSLContext trust, Duration limit) {
    this.trust = trust;
    this.limit = limit;
  }

  /**
   * @param expires when the certificate that was shown ends
   */
  record Answer(int status, Duration took, Instant expires) {}

  /** Fails with an SSLException when the certificate shown is not one for this host. */
  Answer get(String host, int port, String path) throws IOException {
    long start = System.nanoTime();
    try (Socket plain = new Socket()) {
      plain.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) limit.toMillis());
      plain.setSoTimeout((int) limit.toMillis());
      // Giving the host here makes it the name that the client asks for (SNI) and verifies.
      try (SSLSocket socket =
          (SSLSocket) trust.getSocketFactory().createSocket(plain, host, port, true)) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        socket.getOutputStream().write(request(host, port, path));
        int status = status(socket.getInputStream());
        return new Answer(status, Duration.ofNanos(System.nanoTime() - start), expires(socket));
      }
    }
  }

  private static byte[] request(String host, int port, String path) {
    String name = host.contains(":") ? "[" + host + "]" : host;
    return String.join(
            "\r\n",
            "GET " + path + " HTTP/1.1",
            "Host: " + name + (port == 443 ? "" : ":" + port),
            "User-Agent: stead-doctor",
            "Accept: */*",
            "Connection: close",
            "",
            "")
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
