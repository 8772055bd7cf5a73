package steading.cli.view;

import com.fasterxml.jackson.databind.JsonNode;

/** What was cleared away, or would be. */
public final class GcText implements View {
  @Override
  public void show(JsonNode gc, Page page) {
    boolean dry = gc.path("dryRun").asBoolean();
    JsonNode removed = gc.path("removed");
    for (JsonNode each : removed) {
      page.line((dry ? "would remove " : "removed ") + Page.plain(each));
    }
    JsonNode failed = gc.path("failed");
    for (JsonNode each : failed) {
      page.line("could not remove " + Page.plain(each));
    }
    String freed = Sizes.of(gc.path("bytes").asLong());
    if (removed.isEmpty() && failed.isEmpty()) {
      page.line("There is nothing to clear away.");
    } else {
      page.line((dry ? "That would free " : "Freed ") + freed + ".");
    }
  }
}
