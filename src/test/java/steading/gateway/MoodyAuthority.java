package steading.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import steading.gateway.tls.InternalCa;

/**
 * Stands before an authority and has moods: at times it answers 503, or 429 with Retry-After, or
 * slowly. It also notes which validations it saw fail, and when.
 */
final class MoodyAuthority implements AutoCloseable {
  private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *(\\d+)");
  private static final Pattern FAILED = Pattern.compile("\"status\": *\"invalid\"", Pattern.DOTALL);
  private static final Pattern HOST = Pattern.compile("\"value\": *\"([^\"]+)\"");

  private final ServerSocket listening;
  private final Pebble pebble;
  private final Clock clock;
  private final int every;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger nonces = new AtomicInteger();
  private final Map<String, String> seen = new ConcurrentHashMap<>();
  final Map<String, List<Instant>> failures = new ConcurrentHashMap<>();
  final Map<String, AtomicInteger> moods = new ConcurrentHashMap<>();

  /**
   * @param clock by which failures are noted
   * @param every one request of so many meets each mood
   */
  MoodyAuthority(Path directory, Pebble pebble, Clock clock, int every) throws IOException {
    this.pebble = pebble;
    this.clock = clock;
    this.every = every;
    InternalCa authority = InternalCa.open(directory.resolve("ca"), "pebble", Clock.systemUTC());
    String pair = authority.bundle(Optional.empty(), List.of("localhost"));
    SSLContext context = TestKeys.server(pair);
    listening =
        context
            .getServerSocketFactory()
            .createServerSocket(0, 200, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
  }

  String directory() {
    return "https://localhost:" + listening.getLocalPort() + "/dir";
  }

  int requests() {
    return requests.get();
  }

  int rejectedNonces() {
    return nonces.get();
  }

  /** The most failed validations of one host within any hour. */
  int mostFailuresAnHour() {
    int most = 0;
    for (List<Instant> times : failures.values()) {
      for (Instant start : times) {
        Instant end = start.plus(Duration.ofHours(1));
        most =
            Math.max(
                most,
                (int) times.stream().filter(t -> !t.isBefore(start) && t.isBefore(end)).count());
      }
    }
    return most;
  }

  private void serve() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        Thread.ofVirtual().start(() -> answer(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void answer(Socket socket) {
    try (socket) {
      byte[] request = message(socket.getInputStream());
      byte[] answer = request.length == 0 ? request : mood(request);
      socket.getOutputStream().write(answer);
      socket.getOutputStream().flush();
    } catch (IOException e) {
      // A client that goes away is the client's matter.
      moods.computeIfAbsent("broken off", _ -> new AtomicInteger()).incrementAndGet();
    }
  }

  private byte[] mood(byte[] request) throws IOException {
    int number = requests.incrementAndGet() % every;
    if (number == every / 4) {
      return turnedAway("503", "503 Service Unavailable\r\n");
    }
    if (number == every / 2) {
      return turnedAway("429", "429 Too Many Requests\r\nRetry-After: 1\r\n");
    }
    if (number == every * 3 / 4) {
      count("slow");
      pause();
    }
    byte[] answer = forward(request);
    note(new String(answer, StandardCharsets.ISO_8859_1));
    return answer;
  }

  private byte[] turnedAway(String mood, String status) {
    count(mood);
    return ("HTTP/1.1 " + status + "Content-Length: 0\r\nConnection: close\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private void count(String mood) {
    moods.computeIfAbsent(mood, _ -> new AtomicInteger()).incrementAndGet();
  }

  private static void pause() {
    try {
      boolean never = new CountDownLatch(1).await(1500, TimeUnit.MILLISECONDS);
      assert !never;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Each failed authorization once, by its address. */
  private void note(String answer) {
    if (answer.contains("badNonce")) {
      nonces.incrementAndGet();
    }
    int body = answer.indexOf("\r\n\r\n");
    if (body < 0 || !answer.contains("\"challenges\"") || !FAILED.matcher(answer).find()) {
      return;
    }
    Matcher host = HOST.matcher(answer);
    Matcher address = Pattern.compile("chalZ/([A-Za-z0-9_-]+)").matcher(answer);
    if (host.find() && address.find() && seen.put(address.group(1), "") == null) {
      failures
          .computeIfAbsent(host.group(1), _ -> Collections.synchronizedList(new ArrayList<>()))
          .add(clock.instant());
    }
  }

  private byte[] forward(byte[] request) throws IOException {
    try (SSLSocket socket =
        (SSLSocket) pebble.trust.getSocketFactory().createSocket("localhost", pebble.port())) {
      String head = new String(request, StandardCharsets.ISO_8859_1);
      int end = head.indexOf("\r\n\r\n");
      String closing =
          head.substring(0, end)
              .replaceAll("(?im)^(connection|upgrade|http2-settings):.*\r?\n?", "")
              .strip();
      OutputStream out = socket.getOutputStream();
      out.write((closing + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
      out.write(request, end + 4, request.length - end - 4);
      out.flush();
      return socket.getInputStream().readAllBytes();
    }
  }

  /** A request to its end. */
  private static byte[] message(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int missing = -1;
    while (missing != 0) {
      int next = in.read();
      if (next < 0) {
        return new byte[0];
      }
      bytes.write(next);
      missing--;
      if (missing < 0 && next == '\n') {
        String head = bytes.toString(StandardCharsets.ISO_8859_1);
        if (head.endsWith("\r\n\r\n")) {
          Matcher length = LENGTH.matcher(head);
          missing = length.find() ? Integer.parseInt(length.group(1)) : 0;
        }
      }
    }
    return bytes.toByteArray();
  }

  Map<String, Integer> moods() {
    Map<String, Integer> all = new TreeMap<>();
    moods.forEach((mood, times) -> all.put(mood, times.get()));
    return all;
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
