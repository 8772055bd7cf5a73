package steading.capsule.database;

import java.time.Duration;

/**
 * How long nothing has been heard of a command. One that waits for a lock which nobody gives back
 * would hold its app for ever.
 */
final class Silence {
  private final Duration longest;
  private long heard = System.nanoTime();
  private boolean ended;
  private boolean over;

  Silence(Duration longest) {
    this.longest = longest;
  }

  synchronized void heard() {
    heard = System.nanoTime();
  }

  synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** Whether the command was given up. */
  synchronized boolean over() {
    return over;
  }

  /** Gives the command up when it says nothing for too long; to be called before it is awaited. */
  void watch(Runnable giveUp) {
    Thread.ofVirtual()
        .start(() -> {
          if (waited()) {
            giveUp.run();
          }
        });
  }

  private synchronized boolean waited() {
    try {
      long left = longest.toMillis();
      while (!ended && left > 0) {
        wait(left);
        left = longest.toMillis() - (System.nanoTime() - heard) / 1_000_000;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    over = !ended;
    return over;
  }
}
