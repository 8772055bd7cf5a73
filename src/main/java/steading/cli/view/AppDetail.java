package steading.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import steading.cli.terminal.Table;

/** Everything about one app. */
public final class AppDetail implements View {
  @Override
  public void show(JsonNode app, Page page) {
    String title = Page.has(app, "title") ? ": " + Page.text(app, "title") : "";
    page.heading(Page.text(app, "name") + title);
    field(page, "Recipe", Page.text(app, "recipe") + " " + Page.text(app, "version"));
    String state = Page.text(app, "state");
    String detail = Page.has(app, "detail") ? " (" + Page.text(app, "detail") + ")" : "";
    field(page, "State", page.style().state(state, state) + detail);
    field(page, "URL", Page.text(app, "url"));
    field(page, "Hosts", Page.list(app.path("hosts")));
    JsonNode admin = app.path("admin");
    if (admin.isObject()) {
      String password =
          Page.has(admin, "password")
              ? ", password " + Page.text(admin, "password")
              : " (password: stead info " + Page.text(app, "name") + " --secrets)";
      field(page, "Admin", Page.text(admin, "name") + " at " + Page.text(admin, "url") + password);
    }
    field(page, "Certificate", Page.text(app, "certificate"));
    field(page, "Revision", Page.text(app, "revision") + changed(app));
    if (Page.has(app, "cloneOf")) {
      String release = " (held: stead clone " + Page.text(app, "name") + " --release)";
      field(page, "Clone of", Page.text(app, "cloneOf") + release);
    }
    safety(app, page);
    field(page, "Logs", Page.text(app, "logs"));
    services(app, page);
    settings(app, page);
    pairs("Plugins", app.path("plugins"), page);
    lines("Grants", app.path("grants"), page);
    pairs("Secrets", app.path("secrets"), page);
    volumes(app, page);
    overlays(app, page);
    jobs(app, page);
    pairs("Links", app.path("links"), page);
    lines("DNS records", app.path("dns"), page);
    lines("Next", app.path("next"), page);
  }

  private static void safety(JsonNode app, Page page) {
    if (app.path("drill").isObject()) {
      field(page, "Backups", DrillText.line(app.path("drill"), Instant.now()));
    }
    for (JsonNode risk : app.path("risks")) {
      field(page, "At risk", Page.plain(risk));
    }
    for (JsonNode each : app.path("backups")) {
      field(page, "Backed up", backups(each));
    }
  }

  private static String backups(JsonNode plan) {
    return "to %s: %s (%s); keeps %s; last %s, next %s"
        .formatted(
            Page.text(plan, "repository"),
            Page.text(plan, "schedule"),
            Page.text(plan, "zone"),
            Page.text(plan, "keep"),
            Page.has(plan, "last") ? Page.text(plan, "last") : "none",
            Page.has(plan, "next") ? Page.text(plan, "next") : "none");
  }

  private static String changed(JsonNode app) {
    return Page.has(app, "changed") ? ", changed " + Page.text(app, "changed") : "";
  }

  private static void field(Page page, String name, String value) {
    if (!value.isBlank()) {
      page.line("  %-12s %s".formatted(name, value));
    }
  }

  private static void services(JsonNode app, Page page) {
    if (app.path("services").isEmpty()) {
      return;
    }
    page.line("");
    Table table = new Table("SERVICE", "STATE", "HEALTH", "REPLICAS", "ROLE", "IMAGE");
    for (JsonNode service : app.path("services")) {
      table.row(
          1,
          Page.text(service, "name"),
          Page.text(service, "state"),
          Page.text(service, "health"),
          Page.text(service, "replicas"),
          Page.text(service, "role"),
          Page.text(service, "image"));
    }
    page.table(table);
  }

  private static void settings(JsonNode app, Page page) {
    if (app.path("settings").isEmpty()) {
      return;
    }
    page.line("");
    Table table = new Table("SETTING", "VALUE", "", "HELP");
    for (JsonNode setting : app.path("settings")) {
      table.row(
          Page.text(setting, "name"),
          Page.text(setting, "value"),
          setting.path("fallback").asBoolean() ? "default" : "",
          Page.text(setting, "help"));
    }
    page.table(table);
  }

  private static void volumes(JsonNode app, Page page) {
    if (app.path("volumes").isEmpty()) {
      return;
    }
    page.line("");
    Table table = new Table("VOLUME", "ON THE ENGINE", "MOUNTED AT");
    for (JsonNode volume : app.path("volumes")) {
      table.row(
          Page.text(volume, "name"),
          Page.text(volume, "volume"),
          Page.list(volume.path("mountedAt")));
    }
    page.table(table);
  }

  private static void overlays(JsonNode app, Page page) {
    if (app.path("overlays").isEmpty()) {
      return;
    }
    page.line("");
    Table table = new Table("OWN FILES", "DIRECTORY", "FILES", "HELP");
    for (JsonNode overlay : app.path("overlays")) {
      table.row(
          Page.text(overlay, "name"),
          Page.text(overlay, "directory"),
          Page.list(overlay.path("files")),
          Page.text(overlay, "help"));
    }
    page.table(table);
  }

  private static void jobs(JsonNode app, Page page) {
    if (app.path("jobs").isEmpty()) {
      return;
    }
    page.line("");
    Table table = new Table("JOB", "SCHEDULE", "LAST RUN", "RESULT", "NEXT RUN", "HELP");
    for (JsonNode job : app.path("jobs")) {
      table.row(
          Page.text(job, "name"),
          Page.text(job, "schedule"),
          Page.text(job, "lastRun"),
          Page.text(job, "lastResult"),
          Page.text(job, "nextRun"),
          Page.text(job, "help"));
    }
    page.table(table);
  }

  private static void pairs(String heading, JsonNode map, Page page) {
    if (map.isEmpty()) {
      return;
    }
    page.line("");
    page.heading(heading);
    for (Map.Entry<String, JsonNode> entry : map.properties()) {
      page.line("  " + Page.cleaned(entry.getKey()) + ": " + Page.plain(entry.getValue()));
    }
  }

  private static void lines(String heading, JsonNode list, Page page) {
    if (list.isEmpty()) {
      return;
    }
    page.line("");
    page.heading(heading);
    list.forEach(each -> page.line("  " + Page.plain(each)));
  }
}
