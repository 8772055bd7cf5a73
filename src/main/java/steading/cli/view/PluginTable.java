package steading.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import steading.cli.terminal.Table;

/** The plugins of one app. */
public final class PluginTable implements View {
  @Override
  public void show(JsonNode plugins, Page page) {
    if (plugins.isEmpty()) {
      page.line("No plugin.");
      return;
    }
    Table table = new Table("PLUGIN", "VERSION");
    for (JsonNode plugin : plugins) {
      table.row(Page.text(plugin, "name"), Page.text(plugin, "version"));
    }
    page.table(table);
  }
}
