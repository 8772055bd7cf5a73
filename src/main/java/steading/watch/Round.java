package steading.watch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import steading.engine.EngineException;
import steading.problem.ProblemException;

/** Makes checks side by side, so that the slowest one alone decides how long all of them take. */
final class Round {
  private final Check check;
  private final FutureTask<List<Finding>> task;
  private final long deadline;

  private Round(Check check) {
    this.check = check;
    this.task = new FutureTask<>(() -> look(check));
    this.deadline = System.nanoTime() + check.limit().toNanos();
    Thread.ofVirtual().name("doctor-" + check.name()).start(task);
  }

  /** The findings in the order of the checks; a check that fails is a finding as well. */
  static List<Finding> of(List<Check> checks) {
    List<Round> running = checks.stream().map(Round::new).toList();
    List<Finding> findings = new ArrayList<>();
    running.forEach(round -> findings.addAll(round.findings()));
    return findings;
  }

  private List<Finding> findings() {
    try {
      return task.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      task.cancel(true);
      return unknown("no answer within " + check.limit().toSeconds() + " s");
    } catch (InterruptedException e) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      return unknown("the examination was broken off");
    } catch (ExecutionException e) {
      return unknown(String.valueOf(e.getCause()));
    }
  }

  private static List<Finding> look(Check check) {
    try {
      return check.look().look();
    } catch (ProblemException e) {
      return e.problems().stream()
          .map(problem -> Finding.of(check.name(), Finding.Level.ERROR, problem))
          .toList();
    } catch (EngineException e) {
      return List.of(
          Finding.error(
              check.name(),
              "the Engine did not do what it was asked: " + e.text(),
              "look at the Engine's own log: journalctl -u docker"));
    } catch (IOException e) {
      return List.of(
          Finding.warning(
              check.name(),
              "this could not be looked at: " + e,
              "see that the daemon's account may read it"));
    }
  }

  private List<Finding> unknown(String why) {
    return List.of(
        Finding.warning(
            check.name(),
            "nothing is known about this: " + why,
            "run stead doctor again; if it stays so, look at the daemon's log"));
  }
}
