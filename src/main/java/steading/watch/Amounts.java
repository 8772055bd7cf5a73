package steading.watch;

import java.time.Duration;
import java.util.Locale;

/** Sizes and times as people read them. */
final class Amounts {
  static final long MIB = 1L << 20;
  static final long GIB = 1L << 30;

  private Amounts() {}

  static String bytes(long bytes) {
    return bytes < GIB
        ? bytes / MIB + " MiB"
        : String.format(Locale.ROOT, "%.1f GiB", (double) bytes / GIB);
  }

  /** The largest unit is enough: 3 days, 5 hours, 12 minutes, 40 seconds. */
  static String time(Duration time) {
    if (time.toDays() > 0) {
      return counted(time.toDays(), "day");
    }
    if (time.toHours() > 0) {
      return counted(time.toHours(), "hour");
    }
    return time.toMinutes() > 0
        ? counted(time.toMinutes(), "minute")
        : counted(time.toSeconds(), "second");
  }

  static String counted(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
