package steading.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** Versions of everything that takes part. */
public final class VersionText implements View {
  @Override
  public void show(JsonNode version, Page page) {
    page.line("stead " + Page.text(version, "version"));
    page.line("  java    " + Page.text(version, "java"));
    for (Map.Entry<String, JsonNode> engine : version.path("engine").properties()) {
      page.line("  engine  " + engine.getKey() + " " + Page.plain(engine.getValue()));
    }
    JsonNode daemon = version.path("daemon");
    if (daemon.path("running").asBoolean()) {
      String since = Page.has(daemon, "since") ? ", since " + Page.text(daemon, "since") : "";
      page.line("  daemon  process " + Page.text(daemon, "pid") + since);
    } else {
      page.line("  daemon  not running");
    }
    page.line("  home    " + Page.text(version, "home"));
  }
}
