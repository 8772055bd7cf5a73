package steading.watch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import steading.engine.ContainerSeen;
import steading.plan.Labels;

/** How one container of an app is that shall run. */
final class ContainerCheck {
  private static final Duration LONG_START = Duration.ofMinutes(5);

  private static final int RESTARTS_ARE_A_LOOP = 3;
  private static final Duration LASTS = Duration.ofMinutes(10);

  private final LastWords words;
  private final Clock clock;

  ContainerCheck(LastWords words, Clock clock) {
    this.words = words;
    this.clock = clock;
  }

  Finding look(String check, ContainerSeen seen) {
    return switch (seen.state()) {
      case RUNNING -> running(check, seen);
      case EXITED -> ended(check, seen);
      case RESTARTING ->
          Finding.error(
              check,
              "keeps crashing: " + end(seen) + restarts(seen) + words.of(seen.name()),
              logs(seen) + "; mend the cause, then `stead restart " + app(seen) + "`");
      case PAUSED ->
          Finding.warning(
              check, "is paused, so it answers nobody", "`docker unpause " + seen.name() + "`");
      case CREATED, DEAD, REMOVING ->
          Finding.error(
              check,
              "does not run: the Engine calls it " + seen.state().name().toLowerCase(Locale.ROOT),
              apply(seen));
    };
  }

  private Finding running(String check, ContainerSeen seen) {
    if (seen.oomKilled()) {
      return Finding.warning(
          check,
          "runs, but a process in it was killed for want of memory" + limit(seen),
          moreMemory(seen));
    }
    if (loops(seen)) {
      return Finding.warning(
          check,
          "runs" + since(seen) + ", but does not last" + restarts(seen) + words.of(seen.name()),
          logs(seen));
    }
    return switch (seen.health()) {
      case HEALTHY -> Finding.ok(check, "runs" + since(seen) + " and is healthy" + restarts(seen));
      case NONE ->
          Finding.ok(check, "runs" + since(seen) + "; it has no health check" + restarts(seen));
      case STARTING ->
          age(seen).compareTo(LONG_START) < 0
              ? Finding.ok(check, "is starting")
              : Finding.warning(
                  check,
                  "has been starting for "
                      + Amounts.time(age(seen))
                      + words.ofProbe(seen)
                      + words.of(seen.name()),
                  logs(seen));
      case UNHEALTHY ->
          Finding.error(
              check,
              "runs, but its health check fails" + words.ofProbe(seen) + words.of(seen.name()),
              logs(seen) + "; if it does not recover, `stead restart " + app(seen) + "`");
    };
  }

  private Finding ended(String check, ContainerSeen seen) {
    if (seen.exitCode() == 0 && seen.restartPolicy().equals("no")) {
      return Finding.ok(check, "has done its work and ended");
    }
    return Finding.error(
        check,
        "has ended: " + end(seen) + words.of(seen.name()),
        seen.oomKilled() ? moreMemory(seen) : logs(seen) + "; then " + apply(seen));
  }

  /** Restarted again and again, and not for long now; what was weeks ago is no trouble. */
  private boolean loops(ContainerSeen seen) {
    return seen.restartCount() >= RESTARTS_ARE_A_LOOP && age(seen).compareTo(LASTS) < 0;
  }

  private static String restarts(ContainerSeen seen) {
    return switch (seen.restartCount()) {
      case 0 -> "";
      case 1 -> "; the Engine has restarted it once";
      default -> "; the Engine has restarted it " + seen.restartCount() + " times";
    };
  }

  private static String end(ContainerSeen seen) {
    return seen.oomKilled()
        ? "it ran out of memory and was killed" + limit(seen)
        : meaning(seen.exitCode());
  }

  /** Exit codes that say more than a number to those who know. */
  static String meaning(int code) {
    String meaning = words(code);
    return "exit code " + code + (meaning == null ? "" : " (" + meaning + ")");
  }

  private static @Nullable String words(int code) {
    return switch (code) {
      case 126 -> "its command is not executable";
      case 127 -> "its command was not found";
      case 134 -> "it aborted";
      case 137 -> "it was killed: by docker kill, or for want of memory";
      case 139 -> "it crashed with a memory fault";
      case 143 -> "it was told to end";
      default -> null;
    };
  }

  private static String limit(ContainerSeen seen) {
    return seen.memory() > 0 ? " (its limit is " + Amounts.bytes(seen.memory()) + ")" : "";
  }

  private static String moreMemory(ContainerSeen seen) {
    return "give the service more memory in the recipe's compose.yaml (mem_limit), or find out what"
        + " takes it: "
        + logs(seen);
  }

  private String since(ContainerSeen seen) {
    return seen.startedAt() == null ? "" : " (for " + Amounts.time(age(seen)) + ")";
  }

  private Duration age(ContainerSeen seen) {
    Instant started = seen.startedAt();
    return started == null ? Duration.ZERO : Duration.between(started, clock.instant());
  }

  private static String app(ContainerSeen seen) {
    return seen.label(Labels.APP);
  }

  private static String logs(ContainerSeen seen) {
    return "see why in `stead logs " + app(seen) + " " + seen.label(Labels.SERVICE) + "`";
  }

  private static String apply(ContainerSeen seen) {
    return "`stead apply " + app(seen) + "`";
  }
}
