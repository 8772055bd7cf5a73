package steading.journey;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * A browser's part: HTTPS to the gateway's address under a host name that no DNS knows. One
 * connection a request.
 */
record Web(String address, String host, int port) {

  record Answer(int status, Map<String, String> headers, String body) {}

  Answer get(String path) throws IOException {
    return send("GET", path, "", "");
  }

  /**
   * @param lines further lines of the head, such as {@code Cookie: a=b}
   */
  Answer request(String method, String path, List<String> lines, String body) throws IOException {
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    List<String> head = new ArrayList<>();
    head.add(method + " " + path + " HTTP/1.1");
    head.add("Host: " + host + ":" + port);
    head.add("Connection: close");
    if (!method.equals("GET")) {
      head.add("Content-Length: " + content.length);
    }
    head.addAll(lines);
    return exchange(String.join("\r\n", head) + "\r\n\r\n", content);
  }

  Answer postJson(String path, String json) throws IOException {
    return send("POST", path, "application/json", json);
  }

  /** As a script uploads to hello, whose browsers need a form's token instead of the header. */
  Answer postFile(String path, String name, String content) throws IOException {
    String part =
        "--part\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n\r\n%s\r\n"
            .formatted(name, content);
    return send(
        "POST",
        path,
        "multipart/form-data; boundary=part\r\nX-Hello-Api: 1",
        part + "--part--\r\n");
  }

  private Answer send(String method, String path, String type, String body) throws IOException {
    List<String> lines = type.isEmpty() ? List.of() : List.of("Content-Type: " + type);
    return request(method, path, lines, body);
  }

  private Answer exchange(String head, byte[] content) throws IOException {
    try (SSLSocket socket = connect()) {
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(content);
      socket.getOutputStream().flush();
      return read(new BufferedInputStream(socket.getInputStream()));
    }
  }

  SSLSocket connect() throws IOException {
    Socket plain = new Socket();
    plain.connect(new InetSocketAddress(address, port), 5_000);
    plain.setSoTimeout(60_000);
    SSLSocket socket =
        (SSLSocket) trusting().getSocketFactory().createSocket(plain, host, port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(host)));
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static Answer read(InputStream in) throws IOException {
    String status = line(in);
    if (status.isEmpty()) {
      throw new IOException("the connection was closed without an answer");
    }
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      // Of all headers, only cookies come more than once.
      headers.merge(
          line.substring(0, colon).toLowerCase(Locale.ROOT),
          line.substring(colon + 1).strip(),
          (first, next) -> first + "\n" + next);
    }
    byte[] body =
        "chunked".equals(headers.get("transfer-encoding")) ? chunks(in) : in.readAllBytes();
    String length = headers.get("content-length");
    if (length != null && Integer.parseInt(length) != body.length) {
      throw new IOException("the answer was cut short");
    }
    return new Answer(
        Integer.parseInt(status.split(" ", -1)[1]),
        headers,
        new String(body, StandardCharsets.UTF_8));
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = Integer.parseInt(line(in), 16);
        size > 0;
        size = Integer.parseInt(line(in), 16)) {
      body.writeBytes(in.readNBytes(size));
      line(in);
    }
    return body.toByteArray();
  }

  static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  private static SSLContext trusting() throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new TrustsAll()}, new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  /** These tests are about requests that arrive, not about who signed the certificate. */
  private static final class TrustsAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
