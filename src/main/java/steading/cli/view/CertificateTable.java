package steading.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import steading.cli.terminal.Table;

/** Hosts and their certificates. */
public final class CertificateTable implements View {
  @Override
  public void show(JsonNode rows, Page page) {
    if (rows.isEmpty()) {
      page.line("No app has a host.");
      return;
    }
    Table table = new Table("HOST", "APP", "SOURCE", "ISSUER", "ENDS", "DAYS", "STATE");
    for (JsonNode row : rows) {
      table.row(
          Page.text(row, "host"),
          Page.text(row, "app"),
          Page.text(row, "source"),
          Page.text(row, "issuer"),
          Page.text(row, "notAfter"),
          Page.text(row, "daysLeft"),
          Page.text(row, "state"));
    }
    page.table(table);
    for (JsonNode row : rows) {
      if (Page.has(row, "failure")) {
        String next =
            Page.has(row, "next") ? " (next attempt: " + Page.text(row, "next") + ")" : "";
        page.line(Page.text(row, "host") + ": " + Page.text(row, "failure") + next);
      }
    }
  }
}
