package steading.journey;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A visitor's connection that is kept as long as the server allows, and never asks the same thing
 * twice: a request to which no whole answer comes is a failed one.
 */
final class KeptConnection implements AutoCloseable {
  private final Web web;
  private final Socket socket;
  private final InputStream input;
  private boolean over;

  private KeptConnection(Web web) throws IOException {
    this.web = web;
    this.socket = web.connect();
    this.input = new BufferedInputStream(socket.getInputStream());
  }

  static KeptConnection to(Web web) throws IOException {
    return new KeptConnection(web);
  }

  record Answer(int status, Map<String, String> headers) {}

  /** Whether the server said that this answer was the connection's last. */
  boolean over() {
    return over;
  }

  Answer get(String path, String... lines) throws IOException {
    StringBuilder head = new StringBuilder("GET " + path + " HTTP/1.1\r\n");
    head.append("Host: ").append(web.host()).append(':').append(web.port()).append("\r\n");
    for (String line : lines) {
      head.append(line).append("\r\n");
    }
    write(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
    return read();
  }

  /** To be read by itself only; may be written to by one thread more. */
  void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /** What follows the head of a 101. */
  InputStream input() {
    return input;
  }

  private Answer read() throws IOException {
    String status = Web.line(input);
    if (status.isEmpty()) {
      throw new EOFException("the connection was closed without an answer");
    }
    Map<String, String> headers = new TreeMap<>();
    for (String line = Web.line(input); !line.isEmpty(); line = Web.line(input)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    if ("chunked".equals(headers.get("transfer-encoding"))) {
      for (int size = chunk(); size > 0; size = chunk()) {
        skip(size + 2);
      }
      skip(2);
    } else {
      skip(Integer.parseInt(headers.getOrDefault("content-length", "0")));
    }
    over = "close".equalsIgnoreCase(headers.getOrDefault("connection", ""));
    return new Answer(Integer.parseInt(status.split(" ", -1)[1]), headers);
  }

  private int chunk() throws IOException {
    return Integer.parseInt(Web.line(input), 16);
  }

  private void skip(int bytes) throws IOException {
    if (input.readNBytes(bytes).length < bytes) {
      throw new EOFException("the answer was cut short");
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
