package steading.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An option or argument of a command, and what was given for it.
 *
 * @param names of an option; empty for an argument, which its position tells
 * @param label what its value is called; empty for a flag
 * @param least how often it has to be given
 * @param most how often it may be given
 */
record Parameter(
    List<String> names, String label, String description, int least, int most, List<String> given) {

  Parameter(List<String> names, String label, String description, int least, int most) {
    this(names, label, description, least, most, new ArrayList<>());
  }

  boolean isFlag() {
    return label.isEmpty();
  }

  boolean isFull() {
    return given.size() >= most;
  }

  boolean on() {
    return !given.isEmpty();
  }

  @Nullable String text() {
    return given.isEmpty() ? null : given.getFirst();
  }

  /** Of a parameter without which the command line is refused. */
  String required() {
    if (given.isEmpty()) {
      throw new IllegalStateException(label + " is not required");
    }
    return given.getFirst();
  }

  List<String> all() {
    return List.copyOf(given);
  }
}
