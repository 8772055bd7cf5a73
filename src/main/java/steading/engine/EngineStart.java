package steading.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import steading.engine.EngineException.Reason;

/**
 * Starts an Engine and waits until it answers. One that was just told to stop holds its pid file
 * until the last container has ended, ten seconds and more, and no other starts meanwhile: it is
 * waited for.
 */
final class EngineStart {
  private static final Duration POLL = Duration.ofMillis(200);

  /** Why there is no Engine. */
  record Told(String what, String fix, String lastLines) {}

  private enum Outcome {
    ANSWERS,
    ENDED,
    LATE
  }

  private final EngineSetup.Places places;
  private final Consumer<String> say;
  private final long deadline;
  private Outcome outcome = Outcome.LATE;
  private long logged;

  EngineStart(EngineSetup.Places places, Consumer<String> say) {
    this.places = places;
    this.say = say;
    this.deadline = System.nanoTime() + places.startLimit().toNanos();
  }

  /** Whether the Engine, started here, answers. */
  boolean run() {
    List<String> command = Stream.concat(Stream.of("setsid"), places.daemon().stream()).toList();
    boolean again;
    do {
      logged = Host.size(places.daemonLog());
      outcome = outcome(Host.detach(command, places.daemonLog()).onExit());
      again = outcome == Outcome.ENDED && predecessorEnded();
    } while (again);
    return answers();
  }

  /** Whether the Engine, started by somebody else, answers. */
  boolean await() {
    outcome = outcome(new CompletableFuture<>());
    return answers();
  }

  private boolean answers() {
    if (outcome == Outcome.ANSWERS) {
      say.accept("The Docker Engine answers");
    }
    return outcome == Outcome.ANSWERS;
  }

  Told told() {
    Optional<ProcessHandle> other = predecessor();
    if (outcome == Outcome.ENDED && other.isPresent()) {
      return new Told(
          "Another Docker Engine (process %d) holds %s and does not answer at %s"
              .formatted(other.get().pid(), places.pidFile(), places.host()),
          "Set DOCKER_HOST to where it listens, or stop it; if that process is none, delete the file",
          "");
    }
    String what =
        outcome == Outcome.ENDED
            ? "The Docker Engine ended right after its start"
            : "The Docker Engine has not answered within " + places.startLimit().toSeconds() + " s";
    return new Told(what, "See " + places.daemonLog(), Host.lastLines(places.daemonLog(), logged));
  }

  private Outcome outcome(CompletableFuture<?> end) {
    while (!EngineSetup.reachable(places.host())) {
      if (within(end, POLL)) {
        // Another Engine may have been quicker than ours.
        return EngineSetup.reachable(places.host()) ? Outcome.ANSWERS : Outcome.ENDED;
      }
      if (System.nanoTime() > deadline) {
        return Outcome.LATE;
      }
    }
    return Outcome.ANSWERS;
  }

  /** Whether there was another Engine that ended while we waited for it. */
  private boolean predecessorEnded() {
    Optional<ProcessHandle> other = predecessor();
    Duration left = Duration.ofNanos(deadline - System.nanoTime());
    if (other.isEmpty() || left.isNegative()) {
      return false;
    }
    say.accept(
        "Another Docker Engine (process %d) is there and does not answer; waiting for its end"
            .formatted(other.get().pid()));
    return within(other.get().onExit(), left);
  }

  private Optional<ProcessHandle> predecessor() {
    try {
      return ProcessHandle.of(Long.parseLong(Files.readString(places.pidFile()).strip()));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static boolean within(CompletableFuture<?> end, Duration limit) {
    try {
      end.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineException(Reason.FAILED, "the wait for the Engine was interrupted", e);
    }
  }
}
