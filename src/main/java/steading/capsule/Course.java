package steading.capsule;

import java.util.Objects;
import java.util.function.Supplier;
import steading.apply.Journal;
import steading.apply.Progress;
import steading.capsule.repo.Moved;
import steading.capsule.repo.Restic;
import steading.plan.Plan.Planned;

/** The steps of an operation as they are gone through: each is noted before and after. */
final class Course implements Restic.Listener {
  /** Those of plans within the operation count from 1. */
  private static final int FIRST = 1000;

  private final Journal journal;
  private final long operation;
  private final Watcher watcher;
  private int of;
  private int step;

  Course(Journal journal, long operation, Watcher watcher) {
    this.journal = journal;
    this.operation = operation;
    this.watcher = watcher;
  }

  /** How many steps are still to come, as far as is known. */
  void expect(int more) {
    of = step + more;
  }

  void step(String text, Runnable work) {
    step(
        text,
        () -> {
          work.run();
          return true;
        });
  }

  <T> T step(String text, Supplier<T> work) {
    step++;
    of = Math.max(of, step);
    journal.intend(operation, FIRST + step, text);
    watcher.started(step, of, text);
    try {
      T result = work.get();
      journal.done(operation, FIRST + step);
      watcher.done(step, of, text);
      return result;
    } catch (RuntimeException e) {
      String why = Objects.requireNonNullElse(e.getMessage(), e.toString());
      journal.failed(operation, FIRST + step, why);
      watcher.failed(step, of, why.lines().findFirst().orElse(""));
      throw e;
    }
  }

  long operation() {
    return operation;
  }

  /** What a plan within a step is heard as. */
  Progress plan() {
    return new Within(this);
  }

  private record Within(Course course) implements Progress {
    @Override
    public void started(Planned planned, int steps) {
      course.say(planned.step().target() + ": " + planned.step().action());
    }

    @Override
    public void moved(Planned planned, int steps, String line) {}

    @Override
    public void done(Planned planned, int steps) {}

    @Override
    public void failed(Planned planned, int steps, String why) {
      course.say(planned.step().target() + ": " + why);
    }

    @Override
    public void note(String text) {
      course.note(text);
    }
  }

  @Override
  public void moved(Moved moved) {
    watcher.moved(step, of, moved.text());
  }

  void say(String text) {
    watcher.moved(step, of, text);
  }

  @Override
  public void note(String text) {
    watcher.note(text);
  }
}
