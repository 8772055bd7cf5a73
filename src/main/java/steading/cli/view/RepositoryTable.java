package steading.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import steading.cli.terminal.Table;

/** The repositories, in the owner's order. */
public final class RepositoryTable implements View {
  private static final int MINUTES = 16;

  @Override
  public void show(JsonNode repositories, Page page) {
    if (repositories.isEmpty()) {
      page.line("There is no repository. Make one with: stead repo add local DIRECTORY");
      return;
    }
    Table table = new Table("NAME", "KIND", "PLACE", "SIZE", "NEWEST", "CHECKED", "STATE");
    for (JsonNode each : repositories) {
      table.row(
          Page.text(each, "name"),
          Page.text(each, "kind"),
          Page.text(each, "place"),
          each.path("bytes").isNumber() ? Sizes.of(each.path("bytes").asLong()) : "-",
          time(Page.text(each, "newest")),
          time(Page.text(each, "checked")),
          state(each));
    }
    page.table(table);
  }

  private static String time(String instant) {
    return instant.length() < MINUTES ? "-" : instant.substring(0, MINUTES).replace('T', ' ') + "Z";
  }

  private static String state(JsonNode each) {
    String trouble = Page.text(each, "trouble");
    if (!trouble.isEmpty()) {
      return trouble;
    }
    return each.path("whole").isBoolean() && !each.path("whole").asBoolean() ? "damaged" : "ok";
  }
}
