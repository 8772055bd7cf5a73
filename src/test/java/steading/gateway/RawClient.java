package steading.gateway;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * An HTTP/1.1 client that forgives nothing: it checks certificates, keeps its connection until told
 * to close, and never sends a request twice.
 */
final class RawClient implements AutoCloseable {
  private final SSLContext trust;
  private final int port;
  private final String host;
  private SSLSocket socket;
  private InputStream input;

  RawClient(SSLContext trust, int port, String host) {
    this.trust = trust;
    this.port = port;
    this.host = host;
  }

  record Answer(int status, Map<String, String> headers, String body) {}

  Answer get(String path, String... headers) throws IOException {
    send(path, headers);
    return read();
  }

  void send(String path, String... headers) throws IOException {
    if (socket == null) {
      connect();
    }
    StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\n");
    if (String.join("\n", headers).toLowerCase(Locale.ROOT).indexOf("host:") != 0) {
      request.append("Host: ").append(host).append(':').append(port).append("\r\n");
    }
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    write(request.append("\r\n").toString());
  }

  void write(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  Answer read() throws IOException {
    int status = Integer.parseInt(line().split(" ", -1)[1]);
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      String[] parts = line.split(": *", 2);
      headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1]);
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    String body = new String(input.readNBytes(length), StandardCharsets.UTF_8);
    if (body.getBytes(StandardCharsets.UTF_8).length < length) {
      throw new EOFException("the answer was cut");
    }
    if (headers.getOrDefault("connection", "").equalsIgnoreCase("close")) {
      close();
    }
    return new Answer(status, headers, body);
  }

  String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int letter = input.read(); letter != '\n'; letter = input.read()) {
      if (letter < 0) {
        throw new EOFException("the connection was closed");
      }
      if (letter != '\r') {
        line.write(letter);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  /** Connects as a browser does; the certificate must be ours and name the host. */
  void connect() throws IOException {
    Socket plain = new Socket("127.0.0.1", port);
    socket = (SSLSocket) trust.getSocketFactory().createSocket(plain, host, port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.setSoTimeout(20_000);
    socket.startHandshake();
    input = new BufferedInputStream(socket.getInputStream());
  }

  /** How long it waits for an answer, once it is connected. */
  void patience(Duration limit) throws IOException {
    socket.setSoTimeout((int) limit.toMillis());
  }

  @Override
  public void close() throws IOException {
    if (socket != null) {
      socket.close();
      socket = null;
    }
  }
}
