package steading.cli.view;

import com.fasterxml.jackson.databind.JsonNode;

/** What a change came to, and what a person may want next. */
public final class DoneText implements View {
  @Override
  public void show(JsonNode done, Page page) {
    for (JsonNode each : View.each(done)) {
      one(each, page);
    }
  }

  private static void one(JsonNode done, Page page) {
    page.line(Page.text(done, "text"));
    if (Page.has(done, "url")) {
      page.line("  " + page.style().bold("URL") + "       " + Page.text(done, "url"));
    }
    JsonNode admin = done.path("admin");
    if (admin.isObject()) {
      page.line("  " + page.style().bold("Admin") + "     " + Page.text(admin, "name"));
      if (Page.has(admin, "password")) {
        page.line("  " + page.style().bold("Password") + "  " + Page.text(admin, "password"));
      }
      if (Page.has(admin, "url")) {
        page.line("  " + page.style().bold("Log in") + "    " + Page.text(admin, "url"));
      }
    }
    for (JsonNode next : done.path("next")) {
      page.line("  Next: " + Page.plain(next));
    }
  }
}
