package steading.apply;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import steading.engine.EngineException;
import steading.plan.Plan;
import steading.plan.Plan.Planned;
import steading.problem.Problem;
import steading.problem.ProblemException;

/**
 * Carries out a plan, steps side by side where none needs the other. It decides nothing: a step
 * that fails ends the plan, and what is already under way is let finish.
 */
final class Executor {
  private final StepRunner runner;
  private final Journal journal;

  Executor(StepRunner runner, Journal journal) {
    this.runner = runner;
    this.journal = journal;
  }

  /** Throws what the first failed step threw, once nothing runs any more. */
  void run(long operation, Plan plan, Progress progress) {
    AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    int of = plan.steps().size();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Map<Integer, CompletableFuture<Void>> running = new HashMap<>();
      for (Planned planned : plan.steps()) {
        List<CompletableFuture<Void>> needs =
            planned.needs().stream().map(id -> Objects.requireNonNull(running.get(id))).toList();
        running.put(
            planned.id(),
            CompletableFuture.allOf(needs.toArray(CompletableFuture[]::new))
                .thenRunAsync(
                    () -> step(operation, plan.app(), planned, of, progress, failure), threads));
      }
      join(running, failure);
    }
    RuntimeException first = failure.get();
    if (first != null) {
      throw first;
    }
  }

  private static void join(
      Map<Integer, CompletableFuture<Void>> running,
      AtomicReference<@Nullable RuntimeException> failure) {
    try {
      CompletableFuture.allOf(running.values().toArray(CompletableFuture[]::new)).join();
    } catch (CompletionException e) {
      // A step's own exception is already in `failure`; the others were only told to stay where
      // they are.
      if (failure.get() == null) {
        failure.set(e);
      }
    }
  }

  private void step(
      long operation,
      String app,
      Planned planned,
      int of,
      Progress progress,
      AtomicReference<@Nullable RuntimeException> failure) {
    if (failure.get() != null) {
      throw new CompletionException("an earlier step failed", null);
    }
    try {
      journal.intend(
          operation, planned.id(), planned.step().target() + ": " + planned.step().action());
      progress.started(planned, of);
      runner.run(app, planned.step(), line -> progress.moved(planned, of, line));
      journal.done(operation, planned.id());
      progress.done(planned, of);
    } catch (RuntimeException e) {
      RuntimeException said = inWords(planned, e);
      failure.compareAndSet(null, said);
      progress.failed(planned, of, firstLine(said));
      journal.failed(operation, planned.id(), firstLine(said));
      throw said;
    }
  }

  private static String firstLine(RuntimeException e) {
    String message = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }

  private static RuntimeException inWords(Planned planned, RuntimeException e) {
    return switch (e) {
      case ProblemException known -> known;
      // Not a failure of the step: the operation waits for the Engine and plans again.
      case EngineException engine when engine.reason() == EngineException.Reason.UNREACHABLE ->
          engine;
      case EngineException engine ->
          Problem.failed(
                  "step." + engine.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                  planned.step().target() + ": could not " + planned.step().action(),
                  remedy(engine.reason()))
              .because(Objects.requireNonNullElse(engine.getMessage(), "The Engine gave no reason"))
              .raise();
      default -> e;
    };
  }

  private static String remedy(EngineException.Reason reason) {
    return switch (reason) {
      case NO_SPACE -> "free disk space (`stead gc` removes unused images), then apply again";
      case PORT_TAKEN -> "end what uses the port, or choose another one";
      case NAME_TAKEN -> "remove or rename what has that name and is not Steading's";
      case DENIED -> "check the credentials (docker login) and the rights on the Engine's socket";
      case UNREACHABLE -> "start the Docker Engine";
      case NOT_FOUND, CONFLICT, BAD_REQUEST, BUILD_FAILED, FAILED ->
          "see the reason above; `stead doctor` checks the machine";
    };
  }
}
