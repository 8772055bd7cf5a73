package steading.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import steading.cli.terminal.Table;

/** The recipes that can be installed. */
public final class RecipeTable implements View {
  @Override
  public void show(JsonNode recipes, Page page) {
    if (recipes.isEmpty()) {
      page.line("No recipe matches.");
      return;
    }
    Table table = new Table("RECIPE", "NEWEST", "TITLE", "MEMORY", "DISK", "DESCRIPTION");
    for (JsonNode recipe : recipes) {
      table.row(
          Page.text(recipe, "name"),
          Page.text(recipe, "newest"),
          Page.text(recipe, "title"),
          amount(recipe.path("needs").path("memory").asLong()),
          amount(recipe.path("needs").path("disk").asLong()),
          Page.text(recipe, "description"));
    }
    page.table(table);
  }

  private static String amount(long bytes) {
    return bytes == 0 ? "" : Sizes.of(bytes);
  }
}
