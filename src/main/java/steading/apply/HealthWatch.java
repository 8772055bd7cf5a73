package steading.apply;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import steading.engine.ContainerSeen;
import steading.engine.ContainerSeen.Health;
import steading.engine.ContainerSeen.State;
import steading.engine.Engine;
import steading.engine.EngineException;
import steading.problem.Problem;
import steading.problem.ProblemException;

/** Waits for containers to become what they shall be, and says why when they do not. */
final class HealthWatch {
  /** A container without a health check counts as well once it has run this long without ending. */
  static final Duration STEADY = Duration.ofSeconds(2);

  private static final int RESTARTS_ARE_A_LOOP = 2;
  private static final int LAST_LINES = 15;

  private final Engine engine;
  private final Pulse pulse;
  private final Duration steady;

  HealthWatch(Engine engine, Pulse pulse, Duration steady) {
    this.engine = engine;
    this.pulse = pulse;
    this.steady = steady;
  }

  void awaitHealthy(String target, String container, Duration limit) {
    Course course = new Course(seen(target, container));
    String[] trouble = new String[1];
    boolean well =
        pulse.within(
            limit,
            () -> {
              ContainerSeen seen = seen(target, container);
              course.follow(seen);
              trouble[0] = trouble(seen, course);
              return trouble[0] != null || healthy(seen, course.steadyFor());
            });
    if (trouble[0] != null) {
      throw failure(target, container, trouble[0]);
    }
    if (!well) {
      throw failure(target, container, "it did not become healthy in " + limit.toSeconds() + " s");
    }
  }

  /** How a container went since it was first looked at: what was before is no reason to give up. */
  private static final class Course {
    private final int first;
    private int last;
    private int exitCode;
    private Instant since = Instant.now();
    private boolean ran;

    Course(ContainerSeen seen) {
      first = seen.restartCount();
      last = first;
    }

    void follow(ContainerSeen seen) {
      // The pause before a restart is not steady running, and the Engine makes it ever longer.
      if (seen.restartCount() != last || seen.running() != ran) {
        last = seen.restartCount();
        ran = seen.running();
        since = Instant.now();
      }
      // While it runs again, the Engine has no exit code to tell; we may never see it otherwise.
      exitCode = seen.exitCode() == 0 ? exitCode : seen.exitCode();
    }

    int restarts() {
      return last - first;
    }

    Duration steadyFor() {
      return Duration.between(since, Instant.now());
    }
  }

  private boolean healthy(ContainerSeen seen, Duration ran) {
    return seen.running()
        && switch (seen.health()) {
          case HEALTHY -> true;
          case NONE -> ran.compareTo(steady) >= 0;
          case STARTING, UNHEALTHY -> false;
        };
  }

  private static @Nullable String trouble(ContainerSeen seen, Course course) {
    if (seen.oomKilled()) {
      return "it ran out of memory and was killed";
    }
    if (seen.state() == State.EXITED || seen.state() == State.DEAD) {
      return "it ended with exit code " + seen.exitCode();
    }
    if (course.restarts() >= RESTARTS_ARE_A_LOOP) {
      return course.exitCode == 0
          ? "it keeps ending and being started again"
          : "it keeps crashing (exit code " + course.exitCode + ")";
    }
    // The Engine also calls one unhealthy that has ended and is about to be started again.
    return seen.running() && seen.health() == Health.UNHEALTHY
        ? "its health check fails" + (seen.probe().isEmpty() ? "" : ": " + seen.probe())
        : null;
  }

  void awaitSuccess(String target, String container, Duration limit) {
    int code =
        engine.awaitExit(container, limit).orElseThrow(() -> tooLong(target, container, limit));
    if (code != 0) {
      throw failure(target, container, "it ended with exit code " + code);
    }
  }

  private ProblemException tooLong(String target, String container, Duration limit) {
    ProblemException failure =
        failure(target, container, "it was not done after " + limit.toSeconds() + " s");
    engine.stop(container, Duration.ofSeconds(10));
    return failure;
  }

  private ContainerSeen seen(String target, String container) {
    return engine
        .container(container)
        .orElseThrow(() -> failure(target, container, "it was removed while it was waited for"));
  }

  private ProblemException failure(String target, String container, String what) {
    return Problem.failed(
            "container.not-well",
            target + " is not well: " + what,
            "read the lines above; the whole log: `stead logs " + target.replace('/', ' ') + "`")
        .because(lastLines(container))
        .raise();
  }

  /** Of a container that is well in its own eyes, and does not answer as it should. */
  ProblemException silent(String target, String container, String trouble) {
    return Problem.failed(
            "container.no-answer",
            target + " does not answer as the gateway asks it: " + trouble,
            "mend what the lines above tell, or correct `port:` of the route or `health:` of the"
                + " service in the recipe")
        .because(lastLines(container))
        .raise();
  }

  private String lastLines(String container) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (Engine.LogStream log =
        engine.logs(
            container,
            new Engine.LogQuery(false, LAST_LINES, null, false),
            (stderr, chunk) -> text.writeBytes(chunk))) {
      log.await();
    } catch (EngineException e) {
      return "Its log cannot be read: " + e.getMessage();
    }
    String lines = text.toString(StandardCharsets.UTF_8).strip();
    return lines.isEmpty()
        ? "It wrote no log"
        : "Its last log lines:\n  " + lines.replace("\n", "\n  ") + "\n";
  }
}
