package steading.daemon;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import steading.engine.Engine;
import steading.engine.EngineException;
import steading.plan.Labels;
import steading.problem.ProblemException;

/**
 * Listens to the Engine, so that whoever waits for a state looks as soon as it may have come; and
 * tells those who are there for what went wrong meanwhile that the Engine is there again.
 */
final class EventWatch implements AutoCloseable {
  private static final Logger LOG = System.getLogger(EventWatch.class.getName());
  private static final int RETRY_SECONDS = 2;

  private final Steading steading;
  private final Recovery recovery;
  private final GatewayCare gateway;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Engine.@Nullable LogStream stream;

  EventWatch(Steading steading, Recovery recovery, GatewayCare gateway) {
    this.steading = steading;
    this.recovery = recovery;
    this.gateway = gateway;
  }

  void start() {
    Thread.ofVirtual().name("engine-events").start(this::listen);
  }

  private void listen() {
    boolean going = true;
    while (going) {
      try (Engine.LogStream events =
          steading.engine().events(Map.of(Labels.HOME, steading.home().id()), this::heard)) {
        stream = events;
        recovery.start();
        gateway.look();
        events.await();
      } catch (EngineException e) {
        LOG.log(Level.DEBUG, "the Engine's events broke off", e);
      } catch (ProblemException e) {
        LOG.log(Level.WARNING, "what was left unfinished cannot be looked up", e);
      }
      going = !closedWithin();
    }
  }

  private void heard(Engine.EventSeen event) {
    steading.pulse().beat();
    String container = event.attributes().getOrDefault("name", "");
    switch (event.action()) {
      case "die" -> gateway.died(container);
      case "start" -> gateway.started(container);
      default -> {}
    }
  }

  private boolean closedWithin() {
    try {
      return closed.await(RETRY_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  @Override
  public void close() {
    closed.countDown();
    Engine.LogStream open = stream;
    if (open != null) {
      open.close();
    }
  }
}
