package steading.cli.view;

import com.fasterxml.jackson.databind.JsonNode;

/** What will be done, why, and what it interrupts or destroys. */
public final class PlanText implements View {
  @Override
  public void show(JsonNode plans, Page page) {
    for (JsonNode plan : View.each(plans)) {
      one(plan, page);
    }
  }

  private static void one(JsonNode plan, Page page) {
    String app = Page.text(plan, "app");
    if (!plan.path("changes").asBoolean()) {
      page.line(app + ": nothing to do, everything is as it should be");
      return;
    }
    JsonNode steps = plan.path("steps");
    page.heading(app + ": " + steps.size() + (steps.size() == 1 ? " step" : " steps"));
    for (JsonNode step : steps) {
      String because = Page.has(step, "because") ? " (" + Page.text(step, "because") + ")" : "";
      page.line(
          "  %3s. %s: %s"
                  .formatted(
                      Page.text(step, "id"), Page.text(step, "target"), Page.text(step, "text"))
              + page.style().dim(because));
      if (Page.has(step, "interrupts")) {
        page.line("       " + page.style().warning("interrupts " + Page.text(step, "interrupts")));
      }
    }
    for (JsonNode interrupted : plan.path("interrupts")) {
      page.line(page.style().warning("  Interrupts: " + Page.plain(interrupted)));
    }
    for (JsonNode opened : plan.path("opens")) {
      page.line(page.style().warning("  Opens the host: " + Page.plain(opened)));
    }
    for (JsonNode destroyed : plan.path("destroys")) {
      page.line(page.style().bad("  Destroys: " + Page.plain(destroyed)));
    }
  }
}
