package steading.capsule;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import steading.app.Routine;
import steading.apply.EngineWords;
import steading.apply.Journal.Entry;
import steading.apply.Journal.Kind;
import steading.capsule.Retention.Rule;
import steading.capsule.repo.Repository;
import steading.capsule.repo.Restic;
import steading.capsule.repo.Task;
import steading.engine.EngineException;
import steading.problem.ProblemException;
import steading.recipe.Schedule;

/**
 * Takes away capsules that nobody wants to keep any more, by restic's own names for them, one by
 * one: what belongs to another app or installation is never meant.
 */
public final class Tidying {
  private static final Logger LOG = System.getLogger(Tidying.class.getName());
  private static final String FORGOT = "forgot ";
  private static final String PRUNED = "pruned ";
  private static final String SINCE = "prunes ";
  private static final int AT_ONCE = 100;

  private final Means means;
  private final Timetable timetable;
  private final Upkeep upkeep;

  Tidying(Means means, Timetable timetable, Upkeep upkeep) {
    this.means = means;
    this.timetable = timetable;
    this.upkeep = upkeep;
  }

  /** After a backup, which is no less good when this fails: the next one does it then. */
  void after(String app, Repository repository, Watcher watcher) {
    try {
      Rule rule = timetable.rule(app, repository);
      int last = rule.keep().last();
      // What cannot be too many need not be counted in the repository.
      if (means.journal().ofCapsules(app, Kind.BACKUP, repository.name(), last + 1).size()
          <= last) {
        return;
      }
      forget(app, repository, rule);
    } catch (ProblemException e) {
      failed(app, e, watcher);
    } catch (EngineException e) {
      failed(app, EngineWords.problem(e), watcher);
    }
  }

  private static void failed(String app, ProblemException e, Watcher watcher) {
    String why = Objects.requireNonNullElse(e.getMessage(), e.toString());
    LOG.log(Level.WARNING, "old capsules of {0} stay for now: {1}", app, why);
    watcher.note("Old capsules stay for now: " + why.lines().findFirst().orElse(""));
  }

  private void forget(String app, Repository repository, Rule rule) {
    Restic restic = means.restic();
    List<Capsule> all = Capsule.list(restic, repository, app, means.home().id());
    List<Capsule> outdated =
        Retention.outdated(all, rule, needed(app, all), means.clock().instant());
    for (int i = 0; i < outdated.size(); i += AT_ONCE) {
      List<String> words = new ArrayList<>(List.of("forget", "--retry-lock", "2m"));
      outdated.subList(i, Math.min(i + AT_ONCE, outdated.size())).stream()
          .map(Capsule::snapshot)
          .forEach(words::add);
      restic.run(Task.on(repository, words.toArray(String[]::new)), Restic.Listener.NONE);
    }
    if (!outdated.isEmpty()) {
      upkeep.note(FORGOT + repository.name(), means.clock().instant());
      LOG.log(
          Level.INFO,
          "{0} of {1} capsules of {2} in {3} were forgotten: {4}",
          outdated.size(),
          all.size(),
          app,
          repository.name(),
          String.join(", ", outdated.stream().map(Capsule::id).toList()));
    }
  }

  /** What an operation that is under way counts on, and the last one that was proved. */
  private Set<String> needed(String app, List<Capsule> all) {
    Set<String> needed = new HashSet<>();
    new Drills(means).lastGood(app).ifPresent(run -> needed.add(run.capsule()));
    for (Entry entry : means.journal().unfinished()) {
      all.stream().map(Capsule::id).filter(entry.target()::contains).forEach(needed::add);
    }
    return needed;
  }

  /** Gives back the room of what was forgotten, when it is time and nobody is at work there. */
  public void pruneIfDue(Repository repository) {
    Instant now = means.clock().instant();
    Routine routine = repository.terms().routine().over(means.home().care().routine());
    String words = Objects.requireNonNull(routine.prune());
    ZoneId zone = routine.zone() == null ? ZoneId.systemDefault() : ZoneId.of(routine.zone());
    String name = repository.name();
    Instant since = upkeep.when(PRUNED + name).orElse(upkeep.since(SINCE + name, now));
    boolean forgot = upkeep.when(FORGOT + name).filter(since::isBefore).isPresent();
    boolean due =
        forgot
            && Schedule.parse(words)
                .flatMap(schedule -> schedule.before(now.atZone(zone)))
                .filter(moment -> moment.toInstant().isAfter(since))
                .isPresent();
    if (due) {
      prune(repository, now);
    }
  }

  private void prune(Repository repository, Instant now) {
    long begun = System.nanoTime();
    Optional<Restic.Result> result =
        means.restic().alone(Task.on(repository, "prune", "--retry-lock", "1m"));
    if (result.isEmpty()) {
      return;
    }
    // Also after a failure: the next moment comes.
    upkeep.note(PRUNED + repository.name(), now);
    LOG.log(
        Level.INFO,
        "repository {0} was pruned in {1} s",
        repository.name(),
        Duration.ofNanos(System.nanoTime() - begun).toSeconds());
  }
}
