package steading.app;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import steading.compose.yaml.Fields;

/**
 * What an installation does by itself for the safety of data, where an app or a repository says
 * nothing else.
 *
 * @param alarm a command that is told when an app's data is at risk; empty for none
 */
public record Care(Routine routine, List<String> alarm) {
  /** Every night between one and five, each app in a moment of its own. */
  private static final Routine NIGHTLY =
      new Routine("daily at 01:00", Duration.ofHours(4), null, null, null, "weekly at 05:30");

  public static final Care USUAL = new Care(NIGHTLY, List.of());

  public Care {
    alarm = List.copyOf(alarm);
  }

  static Care read(@Nullable Fields parent) {
    if (parent == null) {
      return USUAL;
    }
    Fields backup = parent.fields("backup");
    Routine routine = backup == null ? Routine.UNSAID : Routine.ofHome(backup);
    if (backup != null) {
      backup.done();
    }
    Fields alerts = parent.fields("alerts");
    List<String> alarm = List.of();
    if (alerts != null) {
      alarm = alerts.texts("command");
      alerts.done();
    }
    return new Care(routine.over(NIGHTLY), alarm);
  }
}
