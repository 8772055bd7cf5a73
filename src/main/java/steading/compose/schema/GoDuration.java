package steading.compose.schema;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import steading.compose.yaml.Durations;

/** Durations as Compose takes and prints them: hours are the longest unit. */
final class GoDuration {
  private static final Pattern UNITS =
      Pattern.compile(
          "([0-9]{1,15}\\.?[0-9]{0,9}(ns|us|µs|ms|s|m|h)|\\.[0-9]{1,9}(ns|us|µs|ms|s|m|h))+");

  private GoDuration() {}

  /** Null when {@code text} is no duration. */
  static @Nullable String canonical(String text) {
    boolean negative = text.startsWith("-");
    String rest = negative || text.startsWith("+") ? text.substring(1) : text;
    if (rest.equals("0")) {
      return "0s";
    }
    if (!UNITS.matcher(rest).matches()) {
      return null;
    }
    String whole = rest.replaceAll("(?<![0-9])\\.", "0.").replaceAll("\\.(?![0-9])", "");
    Duration duration = Durations.parse(whole);
    if (duration == null) {
      return null;
    }
    String printed = Durations.text(duration).replace("us", "µs");
    return negative && !duration.isZero() ? "-" + printed : printed;
  }
}
