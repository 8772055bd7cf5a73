package steading.daemon;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import steading.apply.Deployer.Origin;
import steading.capsule.Appointment;
import steading.capsule.Capsule;
import steading.capsule.Occasion;
import steading.capsule.repo.Repository;
import steading.daemon.Conversation.Caller;
import steading.problem.ProblemException;

/**
 * Makes capsules when they are due, one at a time for each repository, and prunes repositories. A
 * backup whose moment passed while the machine was off, or its app was busy, is made up for.
 */
final class BackupSchedule {
  private static final Logger LOG = System.getLogger(BackupSchedule.class.getName());

  /** For what fails before the journal knows of it. */
  private static final Duration PAUSE = Duration.ofMinutes(10);

  private final Steading steading;
  private final Alarms alarms;
  private final Set<String> atWork = ConcurrentHashMap.newKeySet();
  private List<String> known = List.of();
  private final Map<String, Instant> rests = new ConcurrentHashMap<>();

  BackupSchedule(Steading steading) {
    this.steading = steading;
    this.alarms = new Alarms(steading);
  }

  void tick() {
    List<String> apps = steading.store().names();
    if (!apps.equals(known)) {
      // Since when something was wanted is of no account once it is not.
      steading.capsules().timetable().settle(apps);
      known = apps;
    }
    for (String app : apps) {
      try {
        for (Appointment due : steading.capsules().timetable().due(app)) {
          begin(due);
        }
        alarms.look(app);
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "the backups of " + app + " could not be looked up", e);
      }
    }
    prune();
  }

  /** Whoever is busy is asked again at the next tick: it stays due. */
  private void begin(Appointment due) {
    String key = due.app() + "/" + due.repository();
    Instant now = steading.clock().instant();
    if (rests.getOrDefault(key, Instant.EPOCH).isAfter(now) || !atWork.add(due.repository())) {
      return;
    }
    Caller caller =
        new Caller(
            "steading",
            ProcessHandle.current().pid(),
            "stead backup " + due.app() + " --to " + due.repository(),
            false,
            true);
    steading
        .locks()
        .takeIfFree(due.app(), caller)
        .ifPresentOrElse(
            hold -> Thread.ofVirtual().start(() -> run(due, caller, hold)),
            () -> atWork.remove(due.repository()));
  }

  private void run(Appointment due, Caller caller, Locks.Hold hold) {
    String key = due.app() + "/" + due.repository();
    try (hold) {
      Capsule made =
          steading
              .capsules()
              .backup(
                  due.app(),
                  isThere(due.repository()) ? due.repository() : null,
                  Occasion.SCHEDULE,
                  new Origin(caller.user(), caller.command()),
                  new LoggedWork("backup of " + due.app()));
      LOG.log(Level.INFO, "capsule {0} of {1} was made by schedule", made.id(), due.app());
    } catch (RuntimeException e) {
      rests.put(key, steading.clock().instant().plus(PAUSE));
      LOG.log(
          Level.ERROR,
          "the backup of {0} to {1} failed: {2}",
          due.app(),
          due.repository(),
          Objects.requireNonNullElse(e.getMessage(), e.toString()));
    } finally {
      atWork.remove(due.repository());
    }
  }

  private boolean isThere(String repository) {
    return steading.capsules().repositories().list().stream()
        .anyMatch(each -> each.name().equals(repository));
  }

  private void prune() {
    try {
      for (Repository each : steading.capsules().repositories().list()) {
        if (atWork.add(each.name())) {
          Thread.ofVirtual().start(() -> prune(each));
        }
      }
    } catch (ProblemException e) {
      LOG.log(Level.WARNING, "the repositories cannot be read", e);
    }
  }

  private void prune(Repository repository) {
    try {
      steading.capsules().tidying().pruneIfDue(repository);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "repository " + repository.name() + " could not be pruned", e);
    } finally {
      atWork.remove(repository.name());
    }
  }
}
