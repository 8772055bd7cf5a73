package steading.apply;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import steading.engine.Engine;
import steading.engine.EngineException;
import steading.plan.Desired;
import steading.plan.Plan;
import steading.plan.Planner;
import steading.problem.Problem;
import steading.problem.ProblemException;

/**
 * Does what a plan says, looks again and plans again, until there is nothing left to do; an Engine
 * that goes away meanwhile is waited for.
 */
final class Convergence {
  /** How long an operation waits for an Engine that went away. */
  private static final Duration ENGINE_RETURNS = Duration.ofMinutes(2);

  /** Something changed while we worked, each time: better to say so than to go on for ever. */
  private static final int MOST_ROUNDS = 5;

  private final Engine engine;
  private final Observer observer;
  private final Executor executor;
  private final Pulse pulse;

  Convergence(Engine engine, Observer observer, Executor executor, Pulse pulse) {
    this.engine = engine;
    this.observer = observer;
    this.executor = executor;
    this.pulse = pulse;
  }

  Plan plan(Desired desired) {
    return Planner.plan(desired, observer.observe(desired));
  }

  /**
   * @param first what was planned already, if anything was
   */
  void run(long operation, Desired desired, @Nullable Plan first, Progress progress) {
    Plan plan = first == null ? patiently(() -> plan(desired), progress) : first;
    for (int round = 1; !plan.empty(); round++) {
      if (round > MOST_ROUNDS) {
        throw Problem.failed(
                "apply.restless",
                desired.app()
                    + ": after "
                    + MOST_ROUNDS
                    + " rounds there was still something to do",
                "see what changes it: `stead plan " + desired.app() + "`")
            .raise();
      }
      try {
        executor.run(operation, plan, progress);
      } catch (EngineException e) {
        awaitEngine(e, progress);
      }
      plan = patiently(() -> plan(desired), progress);
    }
  }

  /** An Engine that is away is waited for, but not for ever one that keeps going away. */
  <T> T patiently(Supplier<T> call, Progress progress) {
    for (int round = 1; ; round++) {
      try {
        return call.get();
      } catch (EngineException e) {
        awaitEngine(e, progress);
        if (round > MOST_ROUNDS) {
          throw e;
        }
      }
    }
  }

  private void awaitEngine(EngineException cause, Progress progress) {
    if (cause.reason() != EngineException.Reason.UNREACHABLE) {
      throw cause;
    }
    progress.note("The Docker Engine does not answer; waiting for it.");
    if (!pulse.within(ENGINE_RETURNS, this::engineAnswers)) {
      throw Problem.failed(
              "engine.gone",
              "the Docker Engine went away and did not come back in "
                  + ENGINE_RETURNS.toSeconds()
                  + " s",
              "start it; the operation then goes on by itself")
          .because(cause.text())
          .raise();
    }
  }

  private boolean engineAnswers() {
    try {
      engine.info();
      return true;
    } catch (EngineException e) {
      return false;
    }
  }

  /** Nothing can be put back then: the next start goes on from here. */
  static boolean isEngineGone(ProblemException e) {
    return e.problems().stream().anyMatch(p -> p.code().equals("engine.gone"));
  }
}
