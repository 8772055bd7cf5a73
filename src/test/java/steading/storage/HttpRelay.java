package steading.storage;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One connection of HTTP/1.1 through a {@link FaultProxy}, request by request. */
final class HttpRelay {
  private final FaultProxy proxy;
  private final InputStream fromClient;
  private final OutputStream toClient;
  private final InputStream fromServer;
  private final OutputStream toServer;
  private final long[] passed = new long[1];

  HttpRelay(FaultProxy proxy, Socket client, Socket server) throws IOException {
    this.proxy = proxy;
    this.fromClient = new BufferedInputStream(client.getInputStream(), 1 << 16);
    this.toClient = new BufferedOutputStream(client.getOutputStream(), 1 << 16);
    this.fromServer = new BufferedInputStream(server.getInputStream(), 1 << 16);
    this.toServer = new BufferedOutputStream(server.getOutputStream(), 1 << 16);
  }

  void run() throws IOException {
    for (List<String> head = head(fromClient); !head.isEmpty(); head = head(fromClient)) {
      if (!exchange(head)) {
        return;
      }
    }
  }

  /** False when the connection ends with this answer. */
  private boolean exchange(List<String> head) throws IOException {
    String method = head.getFirst().split(" ", 2)[0];
    boolean body = body(head) != 0;
    if (!value(head, "expect").isEmpty()) {
      say(List.of("HTTP/1.1 100 Continue"), toClient);
    }
    if (proxy.strikes(body)) {
      copyBody(head, fromClient, OutputStream.nullOutputStream(), true);
      answer(method.equals("HEAD"));
      return true;
    }
    say(head.stream().filter(line -> !name(line).equals("expect")).toList(), toServer);
    copyBody(head, fromClient, toServer, true);
    toServer.flush();
    List<String> answer = head(fromServer);
    while (!answer.isEmpty() && status(answer) / 100 == 1) {
      answer = head(fromServer);
    }
    if (answer.isEmpty()) {
      return false;
    }
    say(answer, toClient);
    boolean empty = method.equals("HEAD") || status(answer) == 204 || status(answer) == 304;
    if (!empty) {
      copyBody(answer, fromServer, toClient, false);
    }
    toClient.flush();
    boolean endless = !empty && body(answer) == Long.MAX_VALUE;
    return !endless && !value(answer, "connection").equalsIgnoreCase("close");
  }

  private void answer(boolean headOnly) throws IOException {
    int status = 403;
    Instant date = Instant.now();
    String text =
        "<Error><Code>RequestTimeTooSkewed</Code><Message>The difference between the request time"
            + " and the current time is too large.</Message></Error>";
    switch (proxy.fault()) {
      case Fault.Answer answer -> {
        status = answer.status();
        text = answer.body();
      }
      case Fault.Skew skew -> date = date.plus(skew.by());
      default -> status = 502;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    say(
        List.of(
            "HTTP/1.1 " + status + " Fault",
            "Date: "
                + DateTimeFormatter.RFC_1123_DATE_TIME.format(
                    ZonedDateTime.ofInstant(date, ZoneOffset.UTC)),
            "Content-Type: application/xml",
            "x-ms-error-code: " + text.replaceAll("(?s).*<Code>(\\w*)</Code>.*", "$1"),
            "Content-Length: " + bytes.length),
        toClient);
    if (!headOnly) {
      toClient.write(bytes);
    }
    toClient.flush();
  }

  private void copyBody(List<String> head, InputStream in, OutputStream out, boolean counted)
      throws IOException {
    if (value(head, "transfer-encoding").toLowerCase(Locale.ROOT).contains("chunked")) {
      chunks(in, out, counted);
      return;
    }
    long length = body(head);
    if (counted && length < Long.MAX_VALUE) {
      proxy.copy(in, out, length, passed);
    } else if (!counted) {
      plain(in, out, length);
    }
  }

  private void chunks(InputStream in, OutputStream out, boolean counted) throws IOException {
    long size;
    do {
      String line = line(in);
      size = Long.parseLong(line.split(";", 2)[0].strip(), 16);
      out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      if (counted) {
        proxy.copy(in, out, size, passed);
      } else {
        plain(in, out, size);
      }
      // After the last chunk, lines up to an empty one; after any other, the empty one alone.
      String end;
      do {
        end = line(in);
        out.write((end + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      } while (!end.isEmpty());
    } while (size > 0);
  }

  private static void plain(InputStream in, OutputStream out, long length) throws IOException {
    byte[] buffer = new byte[1 << 14];
    long left = length;
    while (left > 0) {
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        return;
      }
      out.write(buffer, 0, read);
      left -= read;
    }
  }

  /** How long the body is; {@link Long#MAX_VALUE} for an answer that ends with the connection. */
  private static long body(List<String> head) {
    if (value(head, "transfer-encoding").toLowerCase(Locale.ROOT).contains("chunked")) {
      return -1;
    }
    String length = value(head, "content-length");
    if (length.isEmpty()) {
      return head.getFirst().startsWith("HTTP/") ? Long.MAX_VALUE : 0;
    }
    return Long.parseLong(length);
  }

  private static int status(List<String> head) {
    return Integer.parseInt(head.getFirst().split(" ", 3)[1]);
  }

  private static String value(List<String> head, String name) {
    return head.stream()
        .skip(1)
        .filter(line -> name(line).equals(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("");
  }

  private static String name(String line) {
    int colon = line.indexOf(':');
    return colon < 0 ? "" : line.substring(0, colon).toLowerCase(Locale.ROOT);
  }

  private static void say(List<String> head, OutputStream out) throws IOException {
    out.write((String.join("\r\n", head) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  /** Empty at the end of the connection. */
  private static List<String> head(InputStream in) throws IOException {
    List<String> head = new ArrayList<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      head.add(line);
    }
    return head;
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      line.write(next);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }
}
