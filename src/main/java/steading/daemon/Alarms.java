package steading.daemon;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Says once when an app's data comes to be at risk, and once when it no longer is: in the log, and
 * to the owner's command.
 */
final class Alarms {
  private static final Logger LOG = System.getLogger(Alarms.class.getName());
  private static final String MARK = "alarm:at-risk";
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final Steading steading;

  Alarms(Steading steading) {
    this.steading = steading;
  }

  void look(String app) {
    String risk = steading.capsules().risks().line(app);
    boolean told = steading.journal().marks(app).contains(MARK);
    if (risk != null && !told) {
      steading.journal().mark(app, MARK);
      LOG.log(Level.ERROR, "the data of {0} is at risk: {1}", app, risk);
      tell(app, "at-risk", risk);
    } else if (risk == null && told) {
      steading.journal().unmark(app, MARK);
      LOG.log(Level.INFO, "the data of {0} is no longer at risk", app);
      tell(app, "well", "");
    }
  }

  /** Beside everything else: it may take its time, and may fail. */
  private void tell(String app, String state, String reason) {
    List<String> command = steading.home().care().alarm();
    if (!command.isEmpty()) {
      Thread.ofVirtual().start(() -> run(command, app, state, reason));
    }
  }

  private static void run(List<String> command, String app, String state, String reason) {
    String failure = failure(command, app, state, reason);
    if (failure != null) {
      LOG.log(Level.ERROR, "the alarm command {0} failed: {1}", command.getFirst(), failure);
    }
  }

  private static @Nullable String failure(
      List<String> command, String app, String state, String reason) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder
        .environment()
        .putAll(Map.of("STEADING_APP", app, "STEADING_STATE", state, "STEADING_REASON", reason));
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return "it took more than " + LIMIT.toSeconds() + " s";
      }
      return process.exitValue() == 0 ? null : "exit code " + process.exitValue();
    } catch (IOException e) {
      return Objects.requireNonNullElse(e.getMessage(), e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }
}
