package steading.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import steading.cli.terminal.Table;

/** The repositories, in the owner's order. */
public final class RepositoryTable implements View {
  @Override
  public void show(JsonNode repositories, Page page) {
    if (repositories.isEmpty()) {
      page.line("There is no repository. Make one with: stead repo add local DIRECTORY");
      return;
    }
    Table table = new Table("NAME", "KIND", "PLACE");
    for (JsonNode each : repositories) {
      table.row(Page.text(each, "name"), Page.text(each, "kind"), Page.text(each, "place"));
    }
    page.table(table);
  }
}
