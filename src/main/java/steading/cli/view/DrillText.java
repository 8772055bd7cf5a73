package steading.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/** A capsule that was proved. */
public final class DrillText implements View {
  private static final Duration MOMENT = Duration.ofMinutes(2);
  private static final Duration HOURS = Duration.ofHours(2);
  private static final Duration DAYS = Duration.ofDays(2);

  @Override
  public void show(JsonNode drill, Page page) {
    page.line(
        "Capsule "
            + page.style().bold(Page.text(drill, "capsule"))
            + " of "
            + Page.text(drill, "app")
            + " is proved: an app was made of it, compared with it, asked, and taken away again, in "
            + seconds(drill)
            + ".");
    page.line("  Next: stead info " + Page.text(drill, "app"));
  }

  /** As one line of an app's description. */
  static String line(JsonNode drill, Instant now) {
    String when = ago(Page.text(drill, "when"), now);
    if (drill.path("ok").asBoolean()) {
      return "proved restorable: " + when + ", took " + seconds(drill);
    }
    String detail = Page.text(drill, "detail").lines().findFirst().orElse("");
    return "NOT restorable: capsule " + Page.text(drill, "capsule") + ", " + when + ": " + detail;
  }

  private static String seconds(JsonNode drill) {
    return Math.max(1, Math.round(drill.path("milliseconds").asLong() / 1000.0)) + " s";
  }

  private static String ago(String when, Instant now) {
    try {
      Duration since = Duration.between(Instant.parse(when), now);
      if (since.compareTo(MOMENT) < 0) {
        return "just now";
      }
      if (since.compareTo(HOURS) < 0) {
        return since.toMinutes() + " minutes ago";
      }
      return since.compareTo(DAYS) < 0
          ? since.toHours() + " hours ago"
          : since.toDays() + " days ago";
    } catch (DateTimeException e) {
      return when;
    }
  }
}
