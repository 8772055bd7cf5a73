package steading.gateway.tls;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.shredzone.acme4j.exception.AcmeException;

/** Waiting, which ends with the daemon. */
final class Pauses {
  private Pauses() {}

  static void sleep(Duration time) throws AcmeException {
    try {
      boolean never =
          new CountDownLatch(1).await(Math.max(0, time.toMillis()), TimeUnit.MILLISECONDS);
      assert !never;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AcmeException("the daemon ends", e);
    }
  }
}
