package steading.capsule;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Collectors;
import steading.apply.EngineWords;
import steading.apply.Journal;
import steading.apply.Journal.DrillRun;
import steading.apply.Journal.Entry;
import steading.apply.Journal.Outcome;
import steading.apply.Targets.Target;
import steading.capsule.Revival.Wanted;
import steading.engine.EngineException;
import steading.problem.Problem;
import steading.problem.ProblemException;

/**
 * Proves a capsule by making an app of it, where nobody can reach it and it can reach nobody, and
 * takes it away again. What was found out is noted only when nothing is left of it.
 */
final class Drill {
  private static final int LONGEST_DETAIL = 4000;

  private final Means means;
  private final Journal journal;

  Drill(Means means) {
    this.means = means;
    this.journal = means.journal();
  }

  /**
   * An Engine that goes away leaves the operation open: what is left is taken away on its return.
   */
  DrillRun run(Entry entry, DrillOrder order, Capsule capsule, Watcher watcher) {
    Course course = new Course(journal, entry.id(), watcher);
    Instant when = means.clock().instant();
    long begun = System.nanoTime();
    String failure;
    try {
      failure = failure(entry, order, capsule, course);
    } catch (RuntimeException e) {
      if (!isEngineGone(e)) {
        // A fault of ours says nothing about the capsule.
        giveUp(entry, order, e);
      }
      throw e;
    }
    long took = Duration.ofNanos(System.nanoTime() - begun).toMillis();
    course.step("take the copy away", () -> Scratch.destroy(means, order.scratch()));
    DrillRun run =
        new DrillRun(order.app(), order.capsule(), when, took, failure.isEmpty(), failure);
    journal.drilled(entry.id(), run);
    return run;
  }

  private static boolean isEngineGone(RuntimeException e) {
    return (e instanceof EngineException gone
            && gone.reason() == EngineException.Reason.UNREACHABLE)
        || (e instanceof ProblemException problem
            && problem.problems().stream().anyMatch(p -> p.code().equals("engine.gone")));
  }

  /** Empty when the capsule is proved. */
  private String failure(Entry entry, DrillOrder order, Capsule capsule, Course course) {
    try (Scratch scratch = Scratch.make(means, order.scratch())) {
      prove(entry, order, capsule, scratch, course);
      return "";
    } catch (ProblemException e) {
      if (isEngineGone(e)) {
        throw e;
      }
      return words(e);
    } catch (EngineException e) {
      if (isEngineGone(e)) {
        throw e;
      }
      return words(EngineWords.problem(e));
    }
  }

  private void prove(
      Entry entry, DrillOrder order, Capsule capsule, Scratch scratch, Course course) {
    Revival revival = new Revival(scratch.means());
    revival.revive(capsule, Wanted.drill(order.app(), entry.by(), entry.command()), course);
    Target target =
        scratch.means().targets().of(scratch.means().store().applied(order.app()).orElseThrow());
    new Proof(means, scratch, target).run(course);
  }

  /** What is wrong and why; what to do about the copy would mislead, for it is gone. */
  private static String words(ProblemException e) {
    String words =
        e.problems().stream()
            .map(problem -> problem.what() + because(problem))
            .collect(Collectors.joining("\n"));
    return words.length() > LONGEST_DETAIL ? words.substring(0, LONGEST_DETAIL) + "…" : words;
  }

  private static String because(Problem problem) {
    return problem.why() == null ? "" : ": " + problem.why().strip();
  }

  /** After a crash nothing is known about the capsule, and nothing may stay of the copy. */
  void resume(Entry entry, DrillOrder order) {
    Scratch.destroy(means, order.scratch());
    journal.finish(
        entry.id(), Outcome.ROLLED_BACK, "it was cut off; nothing of it is left, do it again");
  }

  private void giveUp(Entry entry, DrillOrder order, RuntimeException cause) {
    try {
      Scratch.destroy(means, order.scratch());
      journal.finish(
          entry.id(),
          Outcome.FAILED,
          Objects.requireNonNullElse(cause.getMessage(), cause.toString()));
    } catch (ProblemException | EngineException e) {
      // The next start finds it unfinished.
      cause.addSuppressed(e);
    }
  }
}
