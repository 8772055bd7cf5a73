package steading.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether the clock is right: certificates and log-ins with codes depend on it. */
final class ClockCheck {
  private static final String NAME = "clock";
  private static final Duration TOLERATED = Duration.ofSeconds(5);
  private static final Set<String> KEEPERS =
      Set.of("chronyd", "ntpd", "openntpd", "ntp-daemon", "ptp4l");
  private static final String FIX =
      "install something that keeps the time: apt-get install systemd-timesyncd, or chrony";

  private final Path run;
  private final Path written;
  private final Clock clock;

  /**
   * @param run where the system's services keep their state
   * @param written a file that was surely written in the past
   */
  ClockCheck(Path run, Path written, Clock clock) {
    this.run = run;
    this.written = written;
    this.clock = clock;
  }

  List<Finding> look() throws IOException {
    if (Files.exists(written)) {
      Optional<Finding> back = setBack(Files.getLastModifiedTime(written).toInstant());
      if (back.isPresent()) {
        return List.of(back.get());
      }
    }
    return List.of(kept());
  }

  private Optional<Finding> setBack(Instant past) {
    Duration ahead = Duration.between(clock.instant(), past);
    return ahead.compareTo(TOLERATED) > 0
        ? Optional.of(
            Finding.warning(
                NAME,
                "%s was written %s from now: the clock is wrong, or was when it was written"
                    .formatted(written, Amounts.time(ahead)),
                "compare with date -u, and set the clock; " + FIX))
        : Optional.empty();
  }

  private Finding kept() throws IOException {
    if (Files.exists(run.resolve("systemd/timesync/synchronized"))) {
      return Finding.ok(NAME, "systemd-timesyncd has set the clock");
    }
    if (Files.isDirectory(run.resolve("systemd/system"))) {
      Optional<String> synchronised =
          HostCommand.output("timedatectl", "show", "--property=NTPSynchronized", "--value");
      if (synchronised.isPresent()) {
        return synchronised.get().equals("yes")
            ? Finding.ok(NAME, "the system says that the clock is synchronised")
            : Finding.warning(NAME, "nothing has synchronised the clock yet", FIX);
      }
    }
    return keeper()
        .map(name -> Finding.ok(NAME, name + " keeps the clock; how well cannot be seen from here"))
        .orElseGet(() ->
            Finding.ok(
                NAME,
                "it says "
                    + clock.instant().truncatedTo(ChronoUnit.SECONDS)
                    + "; whether that is right cannot be known here"));
  }

  private static Optional<String> keeper() {
    return ProcessHandle.allProcesses()
        .flatMap(process -> process.info().command().stream())
        .map(command -> command.substring(command.lastIndexOf('/') + 1))
        .filter(KEEPERS::contains)
        .findFirst();
  }
}
