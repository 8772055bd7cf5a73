package steading.capsule;

import java.util.Objects;
import steading.app.Revision;
import steading.apply.Deployer;
import steading.apply.EngineWords;
import steading.apply.Journal;
import steading.apply.Journal.Entry;
import steading.apply.Journal.Outcome;
import steading.apply.Journal.Phase;
import steading.capsule.Revival.Purpose;
import steading.capsule.Revival.Wanted;
import steading.capsule.repo.Repository;
import steading.capsule.repo.Restic;
import steading.engine.EngineException;
import steading.plan.Desired;
import steading.problem.Problem;
import steading.problem.ProblemException;

/**
 * Restores as an operation: what there is goes into a safety capsule before anything is touched,
 * and whatever fails after that leads back to it. A new app that fails leaves nothing behind.
 */
final class Restore {
  private static final int MOST_ATTEMPTS = 3;

  private final Journal journal;
  private final Restic restic;
  private final Deployer deployer;
  private final Means means;
  private final Backup backup;
  private final Revival revival;

  Restore(Means means, Backup backup) {
    this.means = means;
    this.journal = means.journal();
    this.restic = means.restic();
    this.deployer = means.deployer();
    this.backup = backup;
    this.revival = new Revival(means);
  }

  void run(Entry entry, Order order, Repository where, Watcher watcher) {
    try {
      forward(entry, order, where, watcher);
      journal.finish(entry.id(), Outcome.DONE, "");
    } catch (EngineException e) {
      ProblemException problem = EngineWords.problem(e);
      if (e.reason() != EngineException.Reason.UNREACHABLE) {
        back(entry, order, where, problem, watcher);
      }
      throw problem;
    } catch (ProblemException e) {
      if (!isEngineGone(e)) {
        back(entry, order, where, e, watcher);
      }
      throw e;
    } catch (RuntimeException e) {
      back(entry, order, where, e, watcher);
      throw e;
    }
  }

  /** Nothing can be put back then: the next start goes on from here. */
  private static boolean isEngineGone(ProblemException e) {
    return e.problems().stream().anyMatch(p -> p.code().equals("engine.gone"));
  }

  void resume(Entry entry, Order order, Repository where, Watcher watcher) {
    if (entry.phase() == Phase.BACK || entry.attempts() >= MOST_ATTEMPTS) {
      String why =
          entry.phase() == Phase.BACK
              ? entry.message()
              : "it was cut off " + entry.attempts() + " times";
      back(entry, order, where, cutOff(why), watcher);
    } else {
      run(entry, order, where, watcher);
    }
  }

  private static ProblemException cutOff(String why) {
    return Problem.failed("capsule.cut-off", why, "read the daemon's log, then do it again")
        .raise();
  }

  private void forward(Entry entry, Order order, Repository where, Watcher watcher) {
    Course course = new Course(journal, entry.id(), watcher);
    Capsule capsule = find(where, order.capsule());
    if (!order.safety().isEmpty()) {
      keep(entry, order, where, course);
    }
    revival.revive(capsule, wanted(entry, order), course);
  }

  /**
   * What there is now, at rest: what came after the safety capsule could not be taken back. One
   * that is there was made before a crash, and nothing that came after it is to be kept.
   */
  private void keep(Entry entry, Order order, Repository where, Course course) {
    Revision applied = means.store().applied(entry.app()).orElse(null);
    boolean there = entry.attempts() > 1 && Capsule.find(restic, where, order.safety()).isPresent();
    if (there || applied == null) {
      return;
    }
    Desired now = means.targets().of(applied).desired();
    course.step("stop the app", () -> deployer.conduct().stop(entry.id(), now, course.plan()));
    backup.make(entry.app(), where, order.safety(), Occasion.SAFETY, course);
  }

  private Capsule find(Repository where, String id) {
    return Capsule.find(restic, where, id)
        .orElseThrow(() ->
            Problem.notFound(
                    "capsule.not-found",
                    "repository \"" + where.name() + "\" has no capsule " + id + " any more",
                    "choose another one: stead backups NAME")
                .raise());
  }

  private static Wanted wanted(Entry entry, Order order) {
    Purpose purpose = order.held() ? Purpose.CLONE : Purpose.APP;
    return new Wanted(entry.app(), order.hosts(), entry.by(), entry.command(), purpose);
  }

  private void back(
      Entry entry, Order order, Repository where, RuntimeException cause, Watcher watcher) {
    String message = Objects.requireNonNullElse(cause.getMessage(), cause.toString());
    try {
      journal.turnBack(entry.id(), message);
      if (isNew(entry, order)) {
        watcher.note("Taking " + entry.app() + " away again.");
        NewApp.takeAway(means, entry);
        journal.finish(entry.id(), Outcome.ROLLED_BACK, message);
      } else {
        undo(entry, order, where, message, watcher);
      }
    } catch (ProblemException | EngineException e) {
      cause.addSuppressed(e);
      if (!(e instanceof EngineException gone
          && gone.reason() == EngineException.Reason.UNREACHABLE)) {
        watcher.note("Going back failed too: " + e.getMessage());
        giveUp(entry, cause, message + "\nGoing back failed too: " + e.getMessage());
      }
    }
  }

  private static boolean isNew(Entry entry, Order order) {
    return !entry.app().equals(order.source());
  }

  private void undo(Entry entry, Order order, Repository where, String message, Watcher watcher) {
    boolean safe =
        !order.safety().isEmpty() && Capsule.find(restic, where, order.safety()).isPresent();
    if (!safe) {
      // Nothing was touched before the safety capsule was whole, unless nobody wanted one.
      Stage.of(means.home(), entry.app()).clear();
      if (!order.safety().isEmpty()) {
        startAgain(entry, watcher);
      }
      journal.finish(entry.id(), Outcome.FAILED, message);
      return;
    }
    watcher.note("Going back to what " + entry.app() + " was before.");
    Course course = new Course(journal, entry.id(), watcher);
    revival.revive(find(where, order.safety()), wanted(entry, order), course);
    journal.finish(entry.id(), Outcome.ROLLED_BACK, message);
  }

  private void startAgain(Entry entry, Watcher watcher) {
    Course course = new Course(journal, entry.id(), watcher);
    means
        .store()
        .applied(entry.app())
        .ifPresent(applied ->
            deployer
                .conduct()
                .converge(entry.id(), means.targets().of(applied).desired(), course.plan()));
  }

  private void giveUp(Entry entry, RuntimeException cause, String message) {
    try {
      journal.finish(entry.id(), Outcome.FAILED, message);
    } catch (ProblemException e) {
      // The next start finds it unfinished.
      cause.addSuppressed(e);
    }
  }
}
