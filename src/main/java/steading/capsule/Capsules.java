package steading.capsule;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import steading.apply.Deployer.Origin;
import steading.apply.EngineWords;
import steading.apply.Journal;
import steading.apply.Journal.Entry;
import steading.apply.Journal.Kind;
import steading.apply.Journal.Outcome;
import steading.capsule.repo.Founder;
import steading.capsule.repo.Inspector;
import steading.capsule.repo.Logbook;
import steading.capsule.repo.Moved;
import steading.capsule.repo.Repositories;
import steading.capsule.repo.Repository;
import steading.capsule.repo.Restic;
import steading.engine.EngineException;
import steading.problem.Problem;
import steading.problem.ProblemException;

/** Makes capsules, lists them, and makes apps of them: each a journalled operation of its app. */
public final class Capsules {
  private static final int MOST_ATTEMPTS = 3;
  private static final int RECENT = 50;

  private final Means means;
  private final Founder founder;
  private final Inspector inspector;
  private final Backup backup;
  private final Restore restore;
  private final PartialRestore partial;
  private final Stillness stillness;
  private final Drills drills;
  private final Timetable timetable;
  private final Tidying tidying;
  private final Risks risks;
  private final Parcels parcels;

  public Capsules(Means means) {
    this.means = means;
    this.founder = new Founder(means.home(), means.repositories(), means.restic());
    this.inspector = new Inspector(means.restic(), new Logbook(means.home()), means.clock());
    this.backup = new Backup(means);
    this.restore = new Restore(means, backup);
    this.partial = new PartialRestore(means, backup);
    this.stillness = new Stillness(means.engine(), means.journal());
    this.drills = new Drills(means);
    this.timetable = new Timetable(means, new Upkeep(means.home()));
    this.tidying = new Tidying(means, timetable, new Upkeep(means.home()));
    this.risks = new Risks(means, timetable, drills);
    this.parcels = new Parcels(means, backup);
  }

  /** Apps in files. */
  public Parcels parcels() {
    return parcels;
  }

  public Drills drills() {
    return drills;
  }

  /** When capsules are made by themselves. */
  public Timetable timetable() {
    return timetable;
  }

  /** Who takes old capsules away. */
  public Tidying tidying() {
    return tidying;
  }

  /** Who says whose data is at risk. */
  public Risks risks() {
    return risks;
  }

  public Repositories repositories() {
    return means.repositories();
  }

  public Founder founder() {
    return founder;
  }

  /** Who looks whether repositories are whole. */
  public Inspector inspector() {
    return inspector;
  }

  public Restic restic() {
    return means.restic();
  }

  /**
   * Makes a capsule of an app, which the caller holds.
   *
   * @param repository its name; null: the owner's first
   */
  public Capsule backup(String app, @Nullable String repository, Origin origin, Watcher watcher) {
    return backup(app, repository, Occasion.HAND, origin, watcher);
  }

  public Capsule backup(
      String app, @Nullable String repository, Occasion occasion, Origin origin, Watcher watcher) {
    means.store().require(app);
    Repository where = where(app, repository, watcher);
    Order order = Order.backup(app, CapsuleId.at(means.clock().instant()), where.name(), occasion);
    Entry entry = begin(app, Kind.BACKUP, order, origin);
    Capsule made = perform(entry, () -> make(entry, order, where, watcher));
    tidying.after(app, where, watcher);
    return made;
  }

  private Repository where(String app, @Nullable String repository, Watcher watcher) {
    Restic.Listener listener = new Noting(watcher);
    return repository == null
        ? founder.preferred(app, watcher::note, listener)
        : means.repositories().named(repository);
  }

  private record Noting(Watcher watcher) implements Restic.Listener {
    @Override
    public void moved(Moved moved) {
      watcher.moved(0, 0, moved.text());
    }

    @Override
    public void note(String text) {
      watcher.moved(0, 0, text);
    }
  }

  private Capsule make(Entry entry, Order order, Repository where, Watcher watcher) {
    Course course = new Course(means.journal(), entry.id(), watcher);
    return backup.make(entry.app(), where, order.capsule(), order.because(), course);
  }

  private Entry begin(String app, Kind kind, Order order, Origin origin) {
    Journal journal = means.journal();
    long id = journal.begin(app, kind, order.text(), "", origin.by(), origin.command());
    return journal.unfinished().stream().filter(e -> e.id() == id).findFirst().orElseThrow();
  }

  /** An Engine that is away leaves the operation open: it goes on when the Engine is back. */
  private <T> T perform(Entry entry, Supplier<T> work) {
    try {
      T result = work.get();
      means.journal().finish(entry.id(), Outcome.DONE, "");
      return result;
    } catch (EngineException e) {
      ProblemException problem = EngineWords.problem(e);
      if (e.reason() != EngineException.Reason.UNREACHABLE) {
        fail(entry, problem);
      }
      throw problem;
    } catch (RuntimeException e) {
      fail(entry, e);
      throw e;
    }
  }

  private void fail(Entry entry, RuntimeException cause) {
    try {
      String message = Objects.requireNonNullElse(cause.getMessage(), cause.toString());
      means.journal().finish(entry.id(), Outcome.FAILED, message);
    } catch (ProblemException e) {
      // The next start finds it unfinished.
      cause.addSuppressed(e);
    }
  }

  /** The app's capsules in all repositories, the newest first. */
  public List<Capsule> list(String app) {
    List<Capsule> all = new ArrayList<>();
    for (Repository repository : means.repositories().list()) {
      all.addAll(Capsule.list(means.restic(), repository, app, means.home().id()));
    }
    all.sort((one, other) -> other.time().compareTo(one.time()));
    return all;
  }

  /** The newest capsule of each app of this installation that one repository has. */
  public SortedMap<String, Capsule> newest(Repository repository) {
    return Capsule.newest(means.restic(), repository, means.home().id());
  }

  /** Backups of the app that came to nothing, the newest first. */
  public List<Entry> failures(String app) {
    return means.journal().recent(app, RECENT).stream()
        .filter(entry -> entry.kind() == Kind.BACKUP && entry.outcome() == Outcome.FAILED)
        .toList();
  }

  /** What a backup was to be. */
  public record Attempt(String repository, Occasion occasion) {}

  public static Attempt attempt(Entry backup) {
    Order order = Order.read(backup.target());
    return new Attempt(order.repository(), order.because());
  }

  /** The last operation with a capsule of this app that has not ended. */
  public Optional<Entry> unfinished(String app) {
    return means.journal().unfinished().stream()
        .filter(entry -> entry.app().equals(app) && entry.kind().isOfCapsules())
        .findFirst();
  }

  /**
   * What is wanted of a capsule.
   *
   * @param as the new app's name; null: the app itself becomes what it was
   * @param hosts of the new app
   * @param safety whether what there is now is kept in a capsule first
   * @param held whether the new app is held, with secrets of its own
   * @param part what alone is restored; null for everything
   */
  public record Restoring(
      Capsule capsule,
      @Nullable String as,
      List<String> hosts,
      boolean safety,
      boolean held,
      @Nullable Part part) {
    public Restoring(Capsule capsule, @Nullable String as, List<String> hosts, boolean safety) {
      this(capsule, as, hosts, safety, false, null);
    }

    /** One part of the app itself. */
    public static Restoring of(Part part, Capsule capsule, boolean safety) {
      return new Restoring(capsule, null, List.of(), safety, false, part);
    }
  }

  /**
   * Restores in place or beside; the caller holds the app that is made or changed.
   *
   * @return the capsule that undoes it; empty where there is nothing to undo
   */
  public String restore(Restoring restoring, Origin origin, Watcher watcher) {
    Capsule capsule = restoring.capsule();
    String as = restoring.as();
    String app = as == null ? capsule.app() : as;
    String safety = as == null && restoring.safety() ? CapsuleId.at(means.clock().instant()) : "";
    Order order =
        new Order(
            capsule.id(),
            capsule.repository().name(),
            safety,
            capsule.app(),
            restoring.hosts(),
            restoring.held(),
            null,
            restoring.part() == null ? "" : restoring.part().text());
    Entry entry = begin(app, Kind.RESTORE, order, origin);
    if (restoring.part() == null) {
      restore.run(entry, order, capsule.repository(), watcher);
    } else {
      partial.run(entry, order, capsule.repository(), watcher);
    }
    return safety;
  }

  /** Takes up an operation that a crash cut off. */
  public void resume(Entry entry, Watcher watcher) {
    means.journal().attempt(entry.id());
    if (entry.kind() == Kind.DRILL) {
      drills.resume(entry);
      return;
    }
    if (entry.kind() == Kind.EXPORT || entry.kind() == Kind.IMPORT) {
      parcels.resume(entry);
      return;
    }
    Order order = Order.read(entry.target());
    Repository where = means.repositories().named(order.repository());
    if (!order.part().isEmpty()) {
      partial.resume(entry, order, where, watcher);
    } else if (entry.kind() == Kind.RESTORE) {
      restore.resume(entry, order, where, watcher);
    } else if (entry.attempts() >= MOST_ATTEMPTS) {
      Stage.of(means.home(), entry.app()).clear();
      fail(
          entry,
          Problem.failed(
                  "capsule.cut-off",
                  "it was cut off " + entry.attempts() + " times",
                  "read the daemon's log, then do it again")
              .raise());
    } else {
      perform(entry, () -> make(entry, order, where, watcher));
      tidying.after(entry.app(), where, watcher);
    }
  }

  /**
   * Clears away what a daemon that died left behind. What was held still goes on first of all:
   * people wait for it.
   */
  public void sweep() {
    RuntimeException trouble = null;
    for (String app : means.store().names()) {
      try {
        stillness.release(app);
      } catch (EngineException | ProblemException e) {
        trouble = e;
      }
    }
    means.restic().sweep(means.repositories());
    // Secrets stand in there; whoever goes on begins with an empty one.
    Stage.clearAll(means.home());
    drills.sweep();
    if (trouble != null) {
      throw trouble;
    }
  }

  /** A capsule by its id or restic's name for it, else the newest. */
  public Capsule find(String app, @Nullable String id) {
    List<Capsule> all = list(app);
    return all.stream()
        .filter(each ->
            id == null
                || each.id().equals(id)
                || (id.length() >= 8 && each.snapshot().startsWith(id)))
        .findFirst()
        .orElseThrow(() ->
            Problem.notFound(
                    "capsule.not-found",
                    id == null ? app + " has no capsule" : app + " has no capsule \"" + id + "\"",
                    "see what there is: stead backups " + app)
                .raise());
  }
}
