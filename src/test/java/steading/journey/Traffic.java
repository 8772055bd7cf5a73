package steading.journey;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Visitors who ask at a steady pace, over connections that they keep and over new ones. Nothing is
 * asked twice, and whatever goes wrong is kept.
 */
final class Traffic implements AutoCloseable {
  private static final int TOLD = 10;

  private final Web web;
  private final String path;
  private final long pauseNanos;
  private final long begun = System.nanoTime();
  private final AtomicLong turns = new AtomicLong();
  private final AtomicLong answers = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong longestNanos = new AtomicLong();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicLong turnedAway = new AtomicLong();
  private final List<Thread> visitors = new ArrayList<>();
  private volatile boolean patient;
  private long lastedNanos;

  /**
   * @param perSecond requests of all visitors together
   */
  Traffic(Web web, String path, int perSecond) {
    this.web = web;
    this.path = path;
    this.pauseNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
  }

  /** Visitors for whom a maintenance page that says when to come again is no failure. */
  Traffic patient() {
    patient = true;
    return this;
  }

  /** Visitors who keep their connection until the server closes it with an answer. */
  Traffic keepAlive(int visitors) {
    return add(visitors, this::keeping);
  }

  /** Visitors with a new connection for every request. */
  Traffic closing(int visitors) {
    return add(visitors, this::closing);
  }

  private Traffic add(int count, Runnable visitor) {
    for (int i = 0; i < count; i++) {
      visitors.add(Thread.ofVirtual().start(visitor));
    }
    return this;
  }

  private void keeping() {
    KeptConnection connection = null;
    while (myTurn()) {
      connection = request(connection);
    }
    close(connection);
  }

  private void closing() {
    while (myTurn()) {
      close(request(null, "Connection: close"));
    }
  }

  /** Returns the connection if it can be used again. */
  private @Nullable KeptConnection request(@Nullable KeptConnection kept, String... lines) {
    long start = System.nanoTime();
    KeptConnection connection = kept;
    try {
      connection = connection == null ? KeptConnection.to(web) : connection;
      KeptConnection.Answer answer = connection.get(path, lines);
      int status = answer.status();
      longestNanos.accumulateAndGet(System.nanoTime() - start, Math::max);
      if (status == 200) {
        answers.incrementAndGet();
      } else if (status == 503 && answer.headers().containsKey("retry-after") && patient) {
        turnedAway.incrementAndGet();
      } else {
        failure("status " + status);
      }
      if (!connection.over()) {
        return connection;
      }
    } catch (IOException | RuntimeException e) {
      failure((kept == null ? "new" : "kept") + " connection: " + e);
    }
    close(connection);
    return null;
  }

  private void failure(String what) {
    failed.incrementAndGet();
    if (failures.size() < TOLD) {
      failures.add(
          String.format(
              Locale.ROOT, "%s after %.1f s", what, (System.nanoTime() - begun) / 1_000_000_000.0));
    }
  }

  private static void close(@Nullable KeptConnection connection) {
    try (KeptConnection _ = connection) {
      // It is at its end.
    } catch (IOException e) {
      // The answer is in: nobody is hurt by how the connection ends.
    }
  }

  /** Waits for the next place in the common pace; false when all is over. */
  private boolean myTurn() {
    long at = begun + turns.getAndIncrement() * pauseNanos;
    try {
      return !ended.await(Math.max(0, at - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  long answers() {
    return answers.get();
  }

  long turnedAway() {
    return turnedAway.get();
  }

  long failed() {
    return failed.get();
  }

  /** The first failures, in words. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  /** How many were asked, how many failed, how fast, for people. */
  String figures() {
    long asked = answers() + failed();
    double seconds = (lastedNanos == 0 ? System.nanoTime() - begun : lastedNanos) / 1e9;
    return String.format(
        Locale.ROOT,
        "%d failed of %d requests (%.0f a second, the longest took %d ms)",
        failed(),
        asked,
        asked / seconds,
        Duration.ofNanos(longestNanos.get()).toMillis());
  }

  /** Returns once every answer is in; may be called again. */
  void end() {
    ended.countDown();
    try {
      for (Thread visitor : visitors) {
        visitor.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    lastedNanos = lastedNanos == 0 ? System.nanoTime() - begun : lastedNanos;
  }

  @Override
  public void close() {
    end();
  }
}
