package steading.daemon;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import steading.app.App;
import steading.app.Clones;
import steading.apply.Journal.JobRun;
import steading.problem.Problems;
import steading.recipe.Recipe;
import steading.recipe.Schedule;

/**
 * Starts the jobs, backups and drills of apps when they are due. A job whose moment passes while it
 * still runs, or while Steading is down, is not made up for: the next moment comes.
 */
final class Scheduler implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Scheduler.class.getName());
  private static final int TICK_SECONDS = 10;

  private final Steading steading;
  private final DrillSchedule drills;
  private final BackupSchedule backups;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("scheduler").factory());
  private ZonedDateTime seen;

  Scheduler(Steading steading) {
    this.steading = steading;
    this.drills = new DrillSchedule(steading);
    this.backups = new BackupSchedule(steading);
    this.seen = now();
  }

  void start() {
    // It never ends by itself: a tick logs what goes wrong.
    var _ = timer.scheduleWithFixedDelay(this::tick, TICK_SECONDS, TICK_SECONDS, TimeUnit.SECONDS);
  }

  private ZonedDateTime now() {
    return ZonedDateTime.now(steading.clock().withZone(ZoneId.systemDefault()));
  }

  private void tick() {
    ZonedDateTime from = seen;
    ZonedDateTime to = now();
    // A clock set back must not run the same moment twice.
    if (!to.isAfter(from)) {
      return;
    }
    seen = to;
    jobs(from, to);
    try {
      backups.tick();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "backups could not be looked up", e);
    }
  }

  private void jobs(ZonedDateTime from, ZonedDateTime to) {
    try {
      for (App app : steading.store().list(new Problems())) {
        if (app.running()) {
          steading.store().applied(app.name()).ifPresent(r -> startDue(r.app(), from, to));
          drills.startIfDue(app.name(), from, to);
        }
      }
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "jobs could not be looked up", e);
    }
  }

  private void startDue(App app, ZonedDateTime from, ZonedDateTime to) {
    if (Clones.source(steading.home(), app.name()).isPresent()) {
      return;
    }
    Recipe recipe = steading.catalog().find(app.recipe(), new Problems()).orElse(null);
    if (recipe == null) {
      return;
    }
    for (Recipe.Job job : recipe.jobs()) {
      boolean due =
          job.schedule() != null
              && Schedule.parse(job.schedule())
                  .flatMap(s -> s.after(from))
                  .filter(t -> !t.isAfter(to))
                  .isPresent();
      if (due && steading.locks().holder(app.name()).isEmpty()) {
        Thread.ofVirtual().start(() -> run(app, job));
      }
    }
  }

  private void run(App app, Recipe.Job job) {
    try {
      JobRun run = steading.jobs().run(app.name(), job.name(), (stderr, chunk) -> {});
      LOG.log(
          Level.INFO,
          "job {0} of {1} ended with exit code {2}",
          job.name(),
          app.name(),
          run.exitCode());
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "job " + job.name() + " of " + app.name() + " could not run", e);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
