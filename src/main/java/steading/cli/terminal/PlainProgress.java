package steading.cli.terminal;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import steading.daemon.Views;

/** One line for each step that ended, and now and then one for a step that takes long. */
final class PlainProgress implements Progress {
  private static final long PATIENCE = 10_000_000_000L;

  private final PrintStream err;
  private final LongSupplier clock;
  private final Map<String, Long> started = new HashMap<>();
  private long said;

  PlainProgress(PrintStream err, LongSupplier clock) {
    this.err = err;
    this.clock = clock;
    this.said = clock.getAsLong();
  }

  @Override
  public void moved(Views.Progress progress) {
    long now = clock.getAsLong();
    long since = started.computeIfAbsent(StepText.key(progress), key -> now);
    switch (progress.state()) {
      case STARTED -> {}
      case MOVED -> {
        if (now - said > PATIENCE) {
          say(StepText.of(progress) + " …");
        }
      }
      case DONE, FAILED -> {
        started.remove(StepText.key(progress));
        say(StepText.ended(progress, now - since, new Style(false)));
      }
    }
  }

  @Override
  public void say(String line) {
    said = clock.getAsLong();
    err.println(line);
    err.flush();
  }

  @Override
  public void close() {
    err.flush();
  }
}
