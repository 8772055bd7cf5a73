package steading.cli.view;

import com.fasterxml.jackson.databind.JsonNode;

/** A repository that was made, and its password, which is not shown again. */
public final class RepositoryText implements View {
  @Override
  public void show(JsonNode made, Page page) {
    page.line(
        "Repository " + Page.text(made, "name") + " is made in " + Page.text(made, "place") + ".");
    page.line("  " + page.style().bold("Password") + "  " + Page.text(made, "password"));
    page.line("  It is shown this once. Keep it where this machine's loss does not reach it:");
    page.line("  without it nobody can read the backups.");
  }
}
