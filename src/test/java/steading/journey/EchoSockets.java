package steading.journey;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Open websockets (RFC 6455) that have every word echoed. Each that ends is noted with its time,
 * and opened anew.
 */
final class EchoSockets implements AutoCloseable {
  static final int GOING_AWAY = 1001;

  private static final int TEXT = 1;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;

  private final Web web;
  private final String path;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicLong echoes = new AtomicLong();
  private final Queue<End> ends = new ConcurrentLinkedQueue<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private final List<Thread> threads = new ArrayList<>();

  EchoSockets(Web web, String path, int count) {
    this.web = web;
    this.path = path;
    for (int i = 0; i < count; i++) {
      threads.add(Thread.ofVirtual().start(this::keepOpen));
    }
  }

  /**
   * @param begun when it was asked for
   * @param code as in its closing frame; 0 when it ended without one
   */
  record End(Instant begun, Instant at, int code, String how) {}

  int open() {
    return open.get();
  }

  long echoes() {
    return echoes.get();
  }

  List<End> ends() {
    return List.copyOf(ends);
  }

  private void keepOpen() {
    while (over.getCount() > 0) {
      Instant begun = Instant.now();
      try (KeptConnection connection = KeptConnection.to(web)) {
        shake(connection);
        open.incrementAndGet();
        Thread speaker = Thread.ofVirtual().start(() -> speak(connection));
        try {
          ended(begun, listen(connection), "closed");
        } finally {
          open.decrementAndGet();
          speaker.interrupt();
        }
      } catch (IOException | RuntimeException e) {
        ended(begun, 0, e.toString());
      }
    }
  }

  private void ended(Instant begun, int code, String how) {
    if (over.getCount() > 0) {
      ends.add(new End(begun, Instant.now(), code, how));
    }
  }

  private void shake(KeptConnection connection) throws IOException {
    KeptConnection.Answer answer =
        connection.get(
            path,
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: c3RlYWRpbmctdGVzdC1rZQ==");
    if (answer.status() != 101) {
      throw new IOException("answered " + answer.status() + " instead of becoming a websocket");
    }
  }

  /** Says a word a second, until the connection or all is over. */
  private void speak(KeptConnection connection) {
    try {
      for (int word = 0; !over.await(1, TimeUnit.SECONDS); word++) {
        send(connection, TEXT, ("word " + word).getBytes(StandardCharsets.UTF_8));
      }
      connection.close();
    } catch (IOException e) {
      // Whoever listens hears of it, and knows more.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns the code of the closing frame. */
  private int listen(KeptConnection connection) throws IOException {
    int expected = 0;
    while (true) {
      InputStream in = connection.input();
      int kind = octet(in) & 0x0f;
      byte[] content = content(in);
      if (kind == CLOSE) {
        send(connection, CLOSE, content);
        return content.length < 2 ? 0 : ByteBuffer.wrap(content).getShort();
      }
      if (kind == PING) {
        send(connection, PONG, content);
      }
      String text = new String(content, StandardCharsets.UTF_8);
      if (kind == TEXT && text.startsWith("word")) {
        if (!text.equals("word " + expected)) {
          throw new IOException("\"" + text + "\" came instead of word " + expected);
        }
        expected++;
        echoes.incrementAndGet();
      }
    }
  }

  private static byte[] content(InputStream in) throws IOException {
    int length = octet(in);
    if (length == 126) {
      length = octet(in) << 8 | octet(in);
    }
    byte[] content = in.readNBytes(length);
    if (content.length < length) {
      throw new EOFException("cut within a frame");
    }
    return content;
  }

  private static int octet(InputStream in) throws IOException {
    int octet = in.read();
    if (octet < 0) {
      throw new EOFException("cut without a closing frame");
    }
    return octet;
  }

  /** What clients send is masked; a mask of zeros leaves it as it is. */
  private static void send(KeptConnection connection, int kind, byte[] content) throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(0x80 | kind);
    frame.write(0x80 | content.length);
    frame.writeBytes(new byte[4]);
    frame.writeBytes(content);
    synchronized (connection) {
      connection.write(frame.toByteArray());
    }
  }

  @Override
  public void close() {
    over.countDown();
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
