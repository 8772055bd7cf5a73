package steading.cli;

import java.util.List;
import java.util.Map;
import steading.daemon.Views;

/** One app as the daemon would describe it. */
final class Samples {
  static final Views.AppRow ROW =
      new Views.AppRow(
          "tickets",
          "pretix",
          "2026.8.0",
          "running",
          "https://tickets.example.org",
          List.of("tickets.example.org"),
          3,
          3,
          null);

  static final Views.AppInfo INFO =
      new Views.AppInfo(
          "tickets",
          "pretix",
          "Ticket shop\u001b[2J",
          "Sells tickets",
          "2026.8.0",
          "running",
          null,
          "https://tickets.example.org",
          List.of("tickets.example.org"),
          new Views.AdminView("ann", "https://tickets.example.org/control", null),
          Map.of("Documentation", "https://docs.example.org"),
          List.of(
              new Views.ServiceView(
                  "web", "web", "pretix:1", 1, "running", "healthy", null, List.of())),
          List.of(new Views.SettingView("currency", "EUR", true, "The currency of prices.")),
          Map.of("pretix-pages", "1.6.0"),
          List.of("publish=25"),
          Map.of("secret-key", "s3cret"),
          List.of(new Views.VolumeView("data", "stead-x-tickets-data", List.of("web:/data"))),
          List.of(new Views.OverlayView("settings", "/srv/overlays", List.of("50.py"), "Own.")),
          List.of(new Views.JobView("cron", "*/15 * * * *", "Periodic work.", null, null, null)),
          List.of("tickets.example.org A 192.0.2.1"),
          "valid until 2031-01-01",
          "",
          4,
          null,
          new Views.DrillView(
              "tickets", "2026-01-02T03:04:05Z", "260102-0300-x7kq", 41_000, true, ""),
          List.of(),
          List.of(
              new Views.BackupPlan(
                  "disk",
                  "daily at 03:00",
                  "Europe/Berlin",
                  "last 3, daily 7",
                  "2026-01-03T02:00:00Z",
                  "2026-01-02T02:00:00Z")),
          null,
          List.of("log in and change the password"));

  private Samples() {}

  static Views.PlanView plan(boolean changes) {
    if (!changes) {
      return new Views.PlanView("tickets", false, List.of(), List.of(), List.of());
    }
    return new Views.PlanView(
        "tickets",
        true,
        List.of(
            new Views.StepView(
                1, "start", "tickets/web", "start a container", "new", null, List.of()),
            new Views.StepView(
                2, "stop", "tickets/db", "stop it", "image changed", "2 s", List.of(1))),
        List.of("tickets for 2 s"),
        List.of("volume old"),
        List.of("publish=25"));
  }
}
