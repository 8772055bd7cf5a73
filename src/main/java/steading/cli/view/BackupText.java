package steading.cli.view;

import com.fasterxml.jackson.databind.JsonNode;

/** A capsule that was made. */
public final class BackupText implements View {
  @Override
  public void show(JsonNode made, Page page) {
    page.line(
        "Capsule "
            + page.style().bold(Page.text(made, "id"))
            + " of "
            + Page.text(made, "app")
            + " is in repository "
            + Page.text(made, "repository")
            + ".");
    page.line(
        "  "
            + Sizes.of(made.path("bytes").asLong())
            + " in "
            + made.path("files").asLong()
            + " files, of which "
            + Sizes.of(made.path("added").asLong())
            + " were new, in "
            + BackupTable.seconds(made));
    page.line("  Next: stead restore " + Page.text(made, "app") + " " + Page.text(made, "id"));
  }
}
