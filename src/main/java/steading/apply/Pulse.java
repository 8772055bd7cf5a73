package steading.apply;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Waits for states of the Engine: woken by its events, and at least twice a second in case one was
 * missed.
 */
public final class Pulse {
  private static final long LONGEST_NAP_MILLIS = 500;

  private long beats;

  /** Something happened: whoever waits looks again. */
  public synchronized void beat() {
    beats++;
    notifyAll();
  }

  /** Whether the condition came true within the limit. */
  public boolean until(Duration limit, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      long before = beatsNow();
      if (condition.getAsBoolean()) {
        return true;
      }
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      nap(before, Math.min(left, LONGEST_NAP_MILLIS));
    }
  }

  /** The same for those who cannot go on without: an interrupted wait is one in vain. */
  boolean within(Duration limit, BooleanSupplier condition) {
    try {
      return until(limit, condition);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private synchronized long beatsNow() {
    return beats;
  }

  private synchronized void nap(long before, long millis) throws InterruptedException {
    long deadline = System.nanoTime() + millis * 1_000_000;
    long left = millis;
    while (beats == before && left > 0) {
      wait(left);
      left = (deadline - System.nanoTime()) / 1_000_000;
    }
  }
}
