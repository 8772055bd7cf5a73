package steading.cli.view;

import com.fasterxml.jackson.databind.JsonNode;

/** A file with an app in it, and the password that opens it. */
public final class ExportedText implements View {
  @Override
  public void show(JsonNode made, Page page) {
    page.line(
        Page.text(made, "app")
            + " is in "
            + Page.text(made, "file")
            + ": "
            + Sizes.of(made.path("bytes").asLong())
            + ", with "
            + made.path("images").asInt()
            + " images.");
    if (Page.has(made, "password")) {
      page.line("  " + page.style().bold("Password") + "  " + Page.text(made, "password"));
      page.line("  It is shown this once. Without it nobody can open the file.");
    }
    page.line("  Next: stead import " + Page.text(made, "file") + "   (on the other machine)");
  }
}
