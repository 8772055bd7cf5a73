package steading.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import steading.cli.terminal.Table;

/** The gateway: whether it serves, its hosts, and what is behind them. */
public final class GatewayTable implements View {
  @Override
  public void show(JsonNode status, Page page) {
    page.line(
        status.path("serving").asBoolean()
            ? "The gateway serves what it should."
            : status.path("running").asBoolean()
                ? "The gateway runs, but does not serve what it should yet."
                : "The gateway does not run.");
    fronts(status.path("fronts"), page);
    hosts(status.path("hosts"), page);
    backends(status.path("backends"), page);
  }

  private static void fronts(JsonNode fronts, Page page) {
    if (fronts.isEmpty()) {
      return;
    }
    Table table = new Table("PORT", "OPEN", "PER SECOND", "REQUESTS", "REFUSED", "ERRORS");
    for (JsonNode front : fronts) {
      table.row(
          Page.text(front, "name"),
          Page.text(front, "sessions"),
          Page.text(front, "rate"),
          Page.text(front, "requests"),
          Page.text(front, "refused"),
          Page.text(front, "errors"));
    }
    page.table(table);
  }

  private static void hosts(JsonNode hosts, Page page) {
    if (hosts.isEmpty()) {
      page.line("It has no host to serve.");
      return;
    }
    Table table = new Table("HOST", "APP", "PATHS", "CERTIFICATE", "DAYS LEFT");
    for (JsonNode host : hosts) {
      table.row(
          Page.text(host, "host"),
          Page.text(host, "app"),
          Page.list(host.path("paths")),
          Page.has(host, "issuer") ? Page.text(host, "issuer") : "none",
          Page.text(host, "days"));
    }
    page.table(table);
  }

  private static void backends(JsonNode backends, Page page) {
    if (backends.isEmpty()) {
      return;
    }
    Table table =
        new Table("SERVICE", "CONTAINER", "STATE", "SESSIONS", "QUEUED", "REQUESTS", "ERRORS");
    for (JsonNode backend : backends) {
      table.row(
          Page.text(backend, "app") + "/" + Page.text(backend, "service"),
          Page.text(backend, "container"),
          Page.text(backend, "state"),
          Page.text(backend, "sessions"),
          Page.text(backend, "queued"),
          Page.text(backend, "requests"),
          Page.text(backend, "errors") + " (" + Page.text(backend, "percent") + " %)");
    }
    page.table(table);
  }
}
