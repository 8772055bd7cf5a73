package steading.cli.view;

import com.fasterxml.jackson.databind.JsonNode;

/** Where the recovery kit is, and what to do with it. */
public final class KitWritten implements View {
  @Override
  public void show(JsonNode kit, Page page) {
    page.line("The recovery kit is in " + Page.text(kit, "file") + ".");
    page.line("  It holds every password. Print it, or put it where this machine's loss does not");
    page.line("  reach it, and delete the file.");
  }
}
