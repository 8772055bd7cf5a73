package steading.gateway;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import steading.problem.Problem;

/** Waits for what nobody announces, looking now and then. */
final class Patience {
  private static final long FIRST_LOOK = 10;
  private static final long LONGEST_PAUSE = 200;

  private Patience() {}

  /** False when {@code limit} passed first; the condition is looked at once in any case. */
  static boolean until(BooleanSupplier condition, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    long pause = FIRST_LOOK;
    while (!condition.getAsBoolean()) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      pause(Math.min(pause, left));
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    }
    return true;
  }

  private static void pause(long millis) {
    try {
      boolean never = new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
      assert !never;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.failed(
              "gateway.interrupted", "Waiting for the gateway was interrupted", "try again")
          .raise();
    }
  }
}
