package steading.daemon;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import steading.app.Importer;
import steading.apply.Journal.Entry;
import steading.apply.Progress;
import steading.capsule.Watcher;
import steading.daemon.Conversation.Caller;
import steading.engine.EngineException;
import steading.plan.Plan.Planned;
import steading.problem.ProblemException;

/**
 * Takes up the operations that a killed daemon left unfinished, or that gave up because the Engine
 * stayed away. Their apps stay held until they are through.
 */
final class Recovery {
  private static final Logger LOG = System.getLogger(Recovery.class.getName());

  private final Steading steading;

  Recovery(Steading steading) {
    this.steading = steading;
  }

  /**
   * Before anybody can ask for anything: what an import left behind that never was an app, and
   * helpers that still work for nobody.
   */
  void tidy() {
    try {
      new Importer(steading.home()).sweep(steading.deployer().unfinished().keySet());
    } catch (ProblemException e) {
      LOG.log(Level.WARNING, "what is left of an import cannot be cleared away", e);
    }
    try {
      steading.capsules().sweep();
    } catch (ProblemException | EngineException e) {
      LOG.log(Level.WARNING, "what is left of a backup cannot be cleared away", e);
    }
  }

  /**
   * Every app with something unfinished is held when this returns, so that no caller comes in
   * between. May be called at any time: what is under way is left alone.
   */
  void start() {
    for (Entry entry : steading.deployer().unfinished().values()) {
      Caller caller =
          new Caller(
              entry.by(),
              ProcessHandle.current().pid(),
              entry.command() + " (resumed)",
              false,
              true);
      steading
          .locks()
          .takeIfFree(entry.app(), caller)
          .ifPresent(hold -> Thread.ofVirtual().start(() -> resume(entry, hold)));
    }
  }

  private void resume(Entry entry, Locks.Hold hold) {
    try (hold) {
      if (!isUnfinished(entry)) {
        // It ended just before its app could be held.
        return;
      }
      LOG.log(Level.INFO, "taking up `{0}` of {1}", entry.command(), entry.by());
      if (entry.kind().isOfCapsules()) {
        steading.capsules().resume(entry, new Logged(entry.app()));
      } else {
        steading.deployer().resume(entry, new Logged(entry.app()));
      }
      LOG.log(Level.INFO, "`{0}` is through", entry.command());
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "`" + entry.command() + "` failed after it was taken up again", e);
    }
  }

  private boolean isUnfinished(Entry entry) {
    Entry last = steading.deployer().unfinished().get(entry.app());
    return last != null && last.id() == entry.id();
  }

  private record Logged(String app) implements Progress, Watcher {
    @Override
    public void started(Planned step, int of) {
      LOG.log(
          Level.INFO,
          "[{0}/{1}] {2}: {3}",
          step.id(),
          of,
          step.step().target(),
          step.step().action());
    }

    @Override
    public void moved(Planned step, int of, String line) {
      LOG.log(Level.DEBUG, line);
    }

    @Override
    public void done(Planned step, int of) {
      LOG.log(Level.DEBUG, "[{0}/{1}] done", step.id(), of);
    }

    @Override
    public void failed(Planned step, int of, String why) {
      LOG.log(Level.WARNING, "[{0}/{1}] {2}: {3}", step.id(), of, step.step().target(), why);
    }

    @Override
    public void started(int step, int of, String text) {
      LOG.log(Level.INFO, "[{0}/{1}] {2}: {3}", step, of, app, text);
    }

    @Override
    public void moved(int step, int of, String text) {
      LOG.log(Level.DEBUG, text);
    }

    @Override
    public void done(int step, int of, String text) {
      LOG.log(Level.DEBUG, "[{0}/{1}] done", step, of);
    }

    @Override
    public void failed(int step, int of, String why) {
      LOG.log(Level.WARNING, "[{0}/{1}] {2}: {3}", step, of, app, why);
    }

    @Override
    public void note(String text) {
      LOG.log(Level.INFO, app + ": " + text);
    }
  }
}
