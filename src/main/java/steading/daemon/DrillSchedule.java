package steading.daemon;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import steading.app.Routine;
import steading.apply.Deployer.Origin;
import steading.apply.Journal.DrillRun;
import steading.capsule.Capsule;
import steading.capsule.Drills;
import steading.daemon.Conversation.Caller;
import steading.recipe.Schedule;

/**
 * Drills every app once a week, at night, each in a moment of its own that stays the same. A drill
 * that is overdue because the machine was off is made up for.
 */
final class DrillSchedule {
  private static final Logger LOG = System.getLogger(DrillSchedule.class.getName());
  private static final int DAYS = 7;
  private static final int FIRST_MINUTE = 60;
  private static final int MINUTES = 240;
  private static final Duration OVERDUE = Duration.ofDays(8);
  private static final Duration PAUSE = Duration.ofHours(6);

  private final Steading steading;
  private final Map<String, Instant> tried = new HashMap<>();

  DrillSchedule(Steading steading) {
    this.steading = steading;
  }

  /** Begins the app's drill if its moment is after {@code from} and not after {@code to}. */
  void startIfDue(String app, ZonedDateTime from, ZonedDateTime to) {
    Drills drills = steading.capsules().drills();
    if (!due(app, from, to)) {
      return;
    }
    tried.put(app, to.toInstant());
    if (!drills.hasCapsule(app)) {
      return;
    }
    Caller caller =
        new Caller("steading", ProcessHandle.current().pid(), "stead drill " + app, false, true);
    steading
        .locks()
        .takeIfFree(Drills.key(app), caller)
        .ifPresent(hold -> Thread.ofVirtual().start(() -> run(app, caller, hold)));
  }

  /** The owner's words decide, where there are any. */
  private boolean due(String app, ZonedDateTime from, ZonedDateTime to) {
    String words =
        steading
            .store()
            .applied(app)
            .map(revision -> revision.app().backup().everywhere())
            .orElse(Routine.UNSAID)
            .over(steading.home().care().routine())
            .drill();
    if (words != null) {
      return Schedule.parse(words)
          .flatMap(schedule -> schedule.after(from))
          .filter(moment -> !moment.isAfter(to))
          .isPresent();
    }
    return slot(steading.home().id() + "/" + app, to).isAfter(from)
        || overdue(steading.capsules().drills(), app, to.toInstant());
  }

  /** The last moment, not after {@code now}, that is this one's. */
  static ZonedDateTime slot(String seed, ZonedDateTime now) {
    CRC32 sum = new CRC32();
    sum.update(seed.getBytes(StandardCharsets.UTF_8));
    DayOfWeek day = DayOfWeek.of((int) (sum.getValue() % DAYS) + 1);
    int minute = FIRST_MINUTE + (int) (sum.getValue() / DAYS % MINUTES);
    ZonedDateTime slot =
        now.with(TemporalAdjusters.previousOrSame(day))
            .with(LocalTime.of(minute / 60, minute % 60));
    return slot.isAfter(now) ? slot.minusWeeks(1) : slot;
  }

  /** Only one that was drilled before can be: the first time comes by itself. */
  private boolean overdue(Drills drills, String app, Instant now) {
    Instant last = tried.getOrDefault(app, Instant.EPOCH);
    return last.plus(PAUSE).isBefore(now)
        && drills.last(app).filter(run -> run.when().plus(OVERDUE).isBefore(now)).isPresent();
  }

  private void run(String app, Caller caller, Locks.Hold hold) {
    try (hold) {
      Drills drills = steading.capsules().drills();
      Optional<Capsule> capsule = drills.unproved(app, () -> steading.capsules().list(app));
      if (capsule.isEmpty()) {
        return;
      }
      Origin origin = new Origin(caller.user(), caller.command());
      DrillRun run = drills.run(capsule.get(), origin, new LoggedWork("drill of " + app));
      LOG.log(
          run.ok() ? Level.INFO : Level.ERROR,
          run.ok() ? "capsule {0} of {1} is proved" : "capsule {0} of {1} is not good: {2}",
          run.capsule(),
          app,
          run.detail());
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "the drill of " + app + " could not be done", e);
    }
  }
}
