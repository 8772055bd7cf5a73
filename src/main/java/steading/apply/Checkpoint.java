package steading.apply;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A place before or after a journal write. Tests kill the daemon at the n-th one, to prove that
 * none of them is a bad moment to die.
 */
public interface Checkpoint {
  Checkpoint NONE = () -> {};

  void reached();

  /**
   * What STEADING_DIE_AT asks for: nothing, a number (the process ends at that checkpoint as by
   * SIGKILL, no hook runs), or {@code count} (the number reached so far is kept in {@code tally}).
   */
  static Checkpoint from(@Nullable String setting, Path tally) {
    if (setting == null || setting.isBlank()) {
      return NONE;
    }
    AtomicLong reached = new AtomicLong();
    if (setting.equals("count")) {
      return () -> write(tally, reached.incrementAndGet());
    }
    long last = Long.parseLong(setting);
    return () -> {
      if (reached.incrementAndGet() == last) {
        Runtime.getRuntime().halt(137);
      }
    };
  }

  private static void write(Path tally, long count) {
    try {
      Files.writeString(tally, Long.toString(count));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
