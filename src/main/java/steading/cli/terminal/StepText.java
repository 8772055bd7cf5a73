package steading.cli.terminal;

import java.util.Locale;
import steading.daemon.Views;

/** The words for one step. */
final class StepText {
  private StepText() {}

  static String key(Views.Progress progress) {
    return progress.step() + " " + progress.target();
  }

  static String of(Views.Progress progress) {
    String count = progress.step() == 0 ? "" : "[" + progress.step() + "/" + progress.of() + "] ";
    String target = progress.target().isEmpty() ? "" : progress.target() + ": ";
    return count + Clean.line(target + progress.text());
  }

  static String ended(Views.Progress progress, long nanoseconds, Style style) {
    boolean failed = progress.state() == Views.Progress.State.FAILED;
    String word = failed ? style.bad("failed") : style.good("ok");
    return of(progress) + " … " + word + " " + style.dim("(" + took(nanoseconds) + ")");
  }

  static String took(long nanoseconds) {
    long tenths = nanoseconds / 100_000_000;
    if (tenths < 600) {
      return String.format(Locale.ROOT, "%d.%ds", tenths / 10, tenths % 10);
    }
    return String.format(Locale.ROOT, "%dm%02ds", tenths / 600, tenths / 10 % 60);
  }
}
