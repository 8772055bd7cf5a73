package steading.engine;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer in HTTP/1.1, as far as the Engine speaks it. The JDK's own client
 * knows no Unix sockets and gives no connection out of its hands, which a command's streams need.
 */
final class Exchange {
  private static final int LONGEST_LINE = 64 * 1024;

  private final Connection connection;
  private final int status;
  private final Map<String, String> headers;

  private Exchange(Connection connection, int status, Map<String, String> headers) {
    this.connection = connection;
    this.status = status;
    this.headers = headers;
  }

  /** Sends the call and reads the head of the answer. */
  static Exchange run(Connection connection, String prefix, Call call, boolean upgrade)
      throws IOException {
    IOException refused = send(connection, prefix, call, upgrade);
    try {
      return answer(connection);
    } catch (IOException e) {
      if (refused != null) {
        e.addSuppressed(refused);
      }
      throw e;
    }
  }

  int status() {
    return status;
  }

  /** The answer's body, or after an upgrade the raw stream. */
  InputStream body(String method) {
    if (method.equals("HEAD") || status == 204 || status == 304) {
      return InputStream.nullInputStream();
    }
    if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
      return new ChunkedStream(connection.input());
    }
    String length = headers.get("content-length");
    return length == null
        ? connection.input()
        : new LimitedStream(
            connection.input(), Long.parseLong(length), "the Engine's answer was cut short");
  }

  /**
   * An Engine that refuses a call answers and closes before it has read everything: then its answer
   * counts and not the broken pipe.
   */
  private static @Nullable IOException send(
      Connection connection, String prefix, Call call, boolean upgrade) throws IOException {
    StringBuilder head = new StringBuilder();
    head.append(call.method()).append(' ').append(prefix).append(call.target());
    head.append(" HTTP/1.1\r\nHost: docker\r\nUser-Agent: steading\r\n");
    head.append(upgrade ? "Connection: Upgrade\r\nUpgrade: tcp\r\n" : "Connection: close\r\n");
    call.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    byte[] bytes = call.bytes();
    InputStream stream = call.stream();
    if (stream != null) {
      head.append("Transfer-Encoding: chunked\r\n");
    } else {
      head.append("Content-Length: " + (bytes == null ? 0 : bytes.length) + "\r\n");
    }
    OutputStream out = connection.output();
    out.write(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
    if (stream != null) {
      return sendChunks(stream, out);
    }
    try {
      out.write(bytes == null ? new byte[0] : bytes);
      out.flush();
      return null;
    } catch (IOException e) {
      return e;
    }
  }

  private static @Nullable IOException sendChunks(InputStream stream, OutputStream out)
      throws IOException {
    byte[] buffer = new byte[32 * 1024];
    // A failure to read is ours and ends the call; a failure to write may have an answer.
    for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
      if (read == 0) {
        continue;
      }
      try {
        out.write((Integer.toHexString(read) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(buffer, 0, read);
        out.write('\r');
        out.write('\n');
      } catch (IOException e) {
        return e;
      }
    }
    try {
      out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
      return null;
    } catch (IOException e) {
      return e;
    }
  }

  private static Exchange answer(Connection connection) throws IOException {
    int status = status(line(connection.input()));
    while (status == 100) {
      headers(connection.input());
      status = status(line(connection.input()));
    }
    return new Exchange(connection, status, headers(connection.input()));
  }

  private static int status(String line) throws IOException {
    String[] words = line.split(" ", 3);
    if (words.length < 2 || !words[0].startsWith("HTTP/1.") || !words[1].matches("\\d{3}")) {
      throw new IOException("this is no HTTP answer: " + line);
    }
    return Integer.parseInt(words[1]);
  }

  private static Map<String, String> headers(InputStream input) throws IOException {
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(input); !line.isEmpty(); line = line(input)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
    }
    return headers;
  }

  static String line(InputStream input) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = input.read(); next != '\n'; next = input.read()) {
      if (next < 0 || line.length() > LONGEST_LINE) {
        throw new EOFException("the Engine closed the connection");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }
}
