package steading.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import steading.cli.terminal.Table;

/** The apps of this installation, one line each. */
public final class AppTable implements View {
  private static final int STATE = 1;

  @Override
  public void show(JsonNode apps, Page page) {
    if (apps.isEmpty()) {
      page.line("No app is installed. See what there is with: stead recipes");
      return;
    }
    Table table = new Table("NAME", "STATE", "RECIPE", "VERSION", "RUNNING", "URL", "DETAIL");
    for (JsonNode app : apps) {
      table.row(
          STATE,
          Page.text(app, "name"),
          Page.text(app, "state"),
          Page.text(app, "recipe"),
          Page.text(app, "version"),
          Page.text(app, "running") + "/" + Page.text(app, "services"),
          Page.text(app, "url"),
          Page.text(app, "detail"));
    }
    page.table(table);
  }
}
