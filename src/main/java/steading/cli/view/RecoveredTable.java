package steading.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import steading.cli.terminal.Table;

/** What came back of a lost machine. */
public final class RecoveredTable implements View {
  @Override
  public void show(JsonNode recovered, Page page) {
    Table table = new Table("APP", "STATE", "CAPSULE", "TOOK", "WHY");
    for (JsonNode app : recovered.path("apps")) {
      table.row(
          Page.text(app, "app"),
          Page.text(app, "state"),
          Page.text(app, "capsule"),
          String.format(Locale.ROOT, "%.1f s", app.path("milliseconds").asLong() / 1000.0),
          Page.text(app, "detail"));
    }
    page.table(table);
  }
}
