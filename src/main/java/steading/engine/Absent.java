package steading.engine;

import java.util.Optional;
import java.util.function.Supplier;
import steading.engine.EngineException.Reason;

/** What it means when the Engine does not know a name. */
final class Absent {
  private Absent() {}

  static <T> Optional<T> asEmpty(Supplier<T> question) {
    try {
      return Optional.of(question.get());
    } catch (EngineException e) {
      if (e.reason() == Reason.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** For stops and removals: gone already is as good as gone now. */
  static void asDone(Runnable removal) {
    try {
      removal.run();
    } catch (EngineException e) {
      if (e.reason() != Reason.NOT_FOUND) {
        throw e;
      }
    }
  }
}
