package steading.daemon;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import steading.engine.EngineException;
import steading.problem.ProblemException;

/**
 * Keeps the gateway as its table says: when the Engine is there again, when its container has ended
 * and its restart policy did not bring it back, and every hour for its certificates.
 */
final class GatewayCare implements AutoCloseable {
  private static final Logger LOG = System.getLogger(GatewayCare.class.getName());

  /** The restart policy is to come first: it needs no daemon. */
  private static final int POLICY_SECONDS = 1;

  private static final int HOUR = 3600;

  private final Steading steading;
  private final AtomicBoolean planned = new AtomicBoolean();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("gateway-care").factory());

  GatewayCare(Steading steading) {
    this.steading = steading;
  }

  void start() {
    // It never ends by itself: what goes wrong is logged.
    var _ = timer.scheduleWithFixedDelay(this::care, HOUR, HOUR, TimeUnit.SECONDS);
  }

  void died(String container) {
    if (container.equals(steading.home().prefix() + "gateway")) {
      look();
    }
  }

  /** Looks after it soon; once, however often it is called until then. */
  void look() {
    if (planned.compareAndSet(false, true)) {
      var _ =
          timer.schedule(
              () -> {
                planned.set(false);
                care();
              },
              POLICY_SECONDS,
              TimeUnit.SECONDS);
    }
  }

  private void care() {
    try {
      steading.routes().ensure();
    } catch (ProblemException | EngineException e) {
      LOG.log(Level.WARNING, "the gateway is not as it should be", e);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "the gateway could not be looked after", e);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
