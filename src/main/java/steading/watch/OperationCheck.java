package steading.watch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import steading.apply.Journal;
import steading.apply.Journal.Entry;
import steading.apply.Journal.Kind;
import steading.apply.Journal.Outcome;

/** How an app's last operation ended, or that one has not ended yet. */
final class OperationCheck {
  private static final Duration LONG = Duration.ofHours(1);

  private final Journal journal;
  private final Clock clock;

  OperationCheck(Journal journal, Clock clock) {
    this.journal = journal;
    this.clock = clock;
  }

  boolean busy(String app) {
    return journal.unfinished().stream().anyMatch(entry -> entry.app().equals(app));
  }

  List<Finding> look(String app, Redaction redaction) {
    return journal.recent(app, 1).stream().map(entry -> judge(app, entry, redaction)).toList();
  }

  /** Operations on apps that are on their way out have no app to be shown with. */
  List<Finding> lookBut(List<String> apps) {
    List<Finding> findings = new ArrayList<>();
    for (Entry entry : journal.unfinished()) {
      if (!apps.contains(entry.app())) {
        findings.add(underWay(entry.app(), entry));
      }
    }
    return findings;
  }

  private Finding judge(String app, Entry entry, Redaction redaction) {
    if (entry.outcome() == null || entry.finished() == null) {
      return underWay(app, entry);
    }
    String what = "`%s` of %s".formatted(entry.command(), entry.by());
    String[] reason = redaction.clean(firstLine(entry.message())).split(" Fix: ", 2);
    String cause = reason.length > 1 ? sentence(reason[1]) : "mend the cause";
    if (entry.kind() == Kind.BACKUP && entry.outcome() != Outcome.DONE) {
      return Finding.error(
          app,
          "%s failed at %s: %s".formatted(what, at(entry.finished()), reason[0]),
          cause + "; then do it again");
    }
    return switch (entry.outcome()) {
      case DONE -> Finding.ok(app, what + " was the last operation, and is done");
      case ROLLED_BACK ->
          Finding.warning(
              app,
              "%s failed at %s, and everything was set back: %s"
                  .formatted(what, at(entry.finished()), reason[0]),
              cause + "; then do it again");
      case FAILED ->
          Finding.error(
              app,
              "%s failed at %s, and could not be set back: %s"
                  .formatted(what, at(entry.finished()), reason[0]),
              cause + "; then `stead apply " + app + "`");
    };
  }

  private static Instant at(Instant moment) {
    return moment.truncatedTo(ChronoUnit.SECONDS);
  }

  private static String sentence(String fix) {
    return fix.endsWith(".") ? fix.substring(0, fix.length() - 1) : fix;
  }

  private Finding underWay(String app, Entry entry) {
    Duration age = Duration.between(entry.started(), clock.instant());
    String what =
        "`%s` of %s is under way (for %s)"
            .formatted(entry.command(), entry.by(), Amounts.time(age));
    if (entry.attempts() > 1) {
      return Finding.warning(
          app,
          what + "; it was cut off and taken up again, " + entry.attempts() + " attempts so far",
          "wait until it is through; why it was cut off stands in the daemon's log");
    }
    return age.compareTo(LONG) < 0
        ? Finding.ok(app, what)
        : Finding.warning(app, what, "see in the daemon's log at which step it waits");
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("no reason was kept");
  }
}
