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
 * and its restart policy will not bring it back, and every hour for its certificates.
 */
final class GatewayCare implements AutoCloseable {
  private static final Logger LOG = System.getLogger(GatewayCare.class.getName());

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

  /** A container that comes back may have another address. */
  void started(String container) {
    timer.execute(() -> {
      try {
        steading.routes().follow(container::equals);
      } catch (RuntimeException e) {
        // The gateway finds it by itself, a little later.
        LOG.log(Level.WARNING, "the gateway could not be told where " + container + " is", e);
      }
    });
  }

  /** Looks after it soon; once, however often it is called until then. */
  void look() {
    if (planned.compareAndSet(false, true)) {
      timer.execute(() -> {
        planned.set(false);
        care();
      });
    }
  }

  private void care() {
    try {
      steading.routes().ensure();
      steading.routes().follow(_ -> true);
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
