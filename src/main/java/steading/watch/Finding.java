package steading.watch;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import steading.problem.Problem;

/**
 * One thing that was looked at, and how it is.
 *
 * @param check what was looked at: {@code disk}, {@code tickets}, {@code tickets/web}
 * @param fix what to do; null only when all is well
 */
public record Finding(String check, Level level, String what, @Nullable String fix) {
  /** The worst first, as people read them. */
  public enum Level {
    ERROR,
    WARNING,
    OK;

    /** As it stands in the documented fields. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Finding ok(String check, String what) {
    return new Finding(check, Level.OK, what, null);
  }

  static Finding warning(String check, String what, String fix) {
    return new Finding(check, Level.WARNING, what, fix);
  }

  static Finding error(String check, String what, String fix) {
    return new Finding(check, Level.ERROR, what, fix);
  }

  static Finding of(String check, Level level, Problem problem) {
    String place = problem.place() == null ? "" : problem.place() + " ";
    String why = problem.why() == null || problem.why().isBlank() ? "" : ". " + problem.why();
    String fix = problem.fix() == null ? "read the reason given" : problem.fix();
    return new Finding(check, level, place + problem.what() + why, fix);
  }

  boolean well() {
    return level == Level.OK;
  }
}
