package steading.daemon;

import org.jspecify.annotations.Nullable;

/** One caller and what is said to them while a verb runs. Safe for use by several threads. */
public interface Conversation {
  Caller caller();

  /** A line for the person, such as a warning. */
  void note(String text);

  /** A long job has moved on. */
  void progress(Views.Progress progress);

  void plan(Views.PlanView plan);

  /**
   * Asks and waits; {@code --yes} has answered already, and a caller without a terminal is refused
   * with a problem.
   */
  boolean confirm(String question);

  void output(boolean stderr, byte[] chunk);

  /** The next piece of input; null at its end or when the caller has gone. */
  @Nullable Input next();

  /** Runs when the caller goes away before the verb has ended. */
  void onGone(Runnable action);

  sealed interface Input {
    record Bytes(byte[] data) implements Input {}

    record Resize(int columns, int rows) implements Input {}
  }

  /**
   * @param terminal whether the caller can be asked
   */
  record Caller(String user, long pid, String command, boolean terminal, boolean yes) {}
}
