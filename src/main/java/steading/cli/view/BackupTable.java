package steading.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import steading.cli.terminal.Table;

/** The capsules of an app, one line each, and the backups that came to nothing. */
public final class BackupTable implements View {
  private static final int STATE = 2;

  @Override
  public void show(JsonNode backups, Page page) {
    if (backups.isEmpty()) {
      page.line("There is no backup. Make one with: stead backup NAME");
      return;
    }
    Table table =
        new Table(
            "TIME",
            "CAPSULE",
            "STATE",
            "SIZE",
            "ADDED",
            "RATIO",
            "TOOK",
            "REPOSITORY",
            "PURPOSE",
            "WHY");
    for (JsonNode each : backups) {
      boolean whole = Page.text(each, "state").equals("whole");
      table.row(
          STATE,
          Page.text(each, "time").replaceFirst("\\.\\d+", ""),
          Page.text(each, "id"),
          Page.text(each, "state"),
          whole ? Sizes.of(each.path("bytes").asLong()) : "",
          whole ? Sizes.of(each.path("added").asLong()) : "",
          whole ? Page.text(each, "ratio") : "",
          seconds(each),
          Page.text(each, "repository"),
          Page.text(each, "purpose"),
          Page.text(each, "reason"));
    }
    page.table(table);
  }

  static String seconds(JsonNode backup) {
    return String.format(Locale.ROOT, "%.1f s", backup.path("milliseconds").asLong() / 1000.0);
  }
}
