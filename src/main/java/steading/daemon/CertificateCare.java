package steading.daemon;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import steading.engine.EngineException;
import steading.problem.ProblemException;

/**
 * Gets and renews certificates, apart from everything else: deploys never wait for an authority. It
 * looks often, and the look costs nothing where nothing is due.
 */
final class CertificateCare implements AutoCloseable {
  private static final Logger LOG = System.getLogger(CertificateCare.class.getName());
  private static final int SECONDS = 5;

  private final Steading steading;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("certificate-care").factory());

  CertificateCare(Steading steading) {
    this.steading = steading;
  }

  void start() {
    // It never ends by itself: what goes wrong is logged.
    var _ = timer.scheduleWithFixedDelay(this::care, SECONDS, SECONDS, TimeUnit.SECONDS);
    var _ = timer.scheduleWithFixedDelay(this::tidy, 1, 24, TimeUnit.HOURS);
  }

  private void care() {
    guarded(() -> {
      List<String> changed = steading.certificates().round();
      if (!changed.isEmpty()) {
        LOG.log(Level.INFO, "new certificates: {0}", String.join(", ", changed));
      }
    });
  }

  private void tidy() {
    guarded(() -> steading.certificates().tidy());
  }

  private static void guarded(Runnable work) {
    try {
      work.run();
    } catch (ProblemException | EngineException e) {
      LOG.log(Level.WARNING, "the certificates are not as they should be", e);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "the certificates could not be looked after", e);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
