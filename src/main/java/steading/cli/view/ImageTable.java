package steading.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import steading.cli.terminal.Table;

/** The images that this installation keeps. */
public final class ImageTable implements View {
  @Override
  public void show(JsonNode images, Page page) {
    if (images.isEmpty()) {
      page.line("No image is kept.");
      return;
    }
    Table table = new Table("IMAGE", "SIZE", "CREATED", "USED BY", "ID");
    for (JsonNode image : images) {
      table.row(
          Page.text(image, "reference"),
          Sizes.of(image.path("size").asLong()),
          Page.text(image, "created"),
          Page.list(image.path("usedBy")),
          Page.text(image, "id"));
    }
    page.table(table);
  }
}
