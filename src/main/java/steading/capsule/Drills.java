package steading.capsule;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import steading.apply.Deployer.Origin;
import steading.apply.Journal;
import steading.apply.Journal.DrillRun;
import steading.apply.Journal.Entry;
import steading.apply.Journal.Kind;
import steading.apply.Journal.Outcome;

/** Drills of apps: which were done, what came of them, and new ones. */
public final class Drills {
  private static final int REMEMBERED = 50;

  private final Means means;
  private final Drill drill;
  private final Journal journal;

  public Drills(Means means) {
    this.means = means;
    this.journal = means.journal();
    this.drill = new Drill(means);
  }

  /** What a drill of this app is held by; the app itself is free meanwhile. */
  public static String key(String app) {
    return DrillOrder.key(app);
  }

  /** Tries a capsule; the caller holds {@link #key}. A capsule that fails is no exception. */
  public DrillRun run(Capsule capsule, Origin origin, Watcher watcher) {
    DrillOrder order =
        new DrillOrder(capsule.app(), capsule.id(), capsule.repository().name(), Scratch.id());
    long id =
        journal.begin(
            key(capsule.app()), Kind.DRILL, order.text(), "", origin.by(), origin.command());
    Entry entry = journal.unfinished().stream().filter(e -> e.id() == id).findFirst().orElseThrow();
    return drill.run(entry, order, capsule, watcher);
  }

  /** The last drill that was done. */
  public Optional<DrillRun> last(String app) {
    return journal.drills(app, 1).stream().findFirst();
  }

  /** The last one that proved a capsule. */
  public Optional<DrillRun> lastGood(String app) {
    return journal.drills(app, REMEMBERED).stream().filter(DrillRun::ok).findFirst();
  }

  /**
   * Why the app's data is at risk as far as drills know; null when they know nothing bad. One line.
   */
  public @Nullable String risk(String app) {
    return last(app)
        .filter(run -> !run.ok())
        .map(run ->
            "capsule "
                + run.capsule()
                + " could not be restored in a drill: "
                + run.detail().lines().findFirst().orElse(""))
        .orElse(null);
  }

  /** The newest capsule unless it is proved already. */
  public Optional<Capsule> unproved(String app, Supplier<List<Capsule>> capsules) {
    String proved = lastGood(app).map(DrillRun::capsule).orElse("");
    return capsules.get().stream().findFirst().filter(newest -> !newest.id().equals(proved));
  }

  /** When the app last had a backup that went well, or a drill, or neither. */
  public boolean hasCapsule(String app) {
    return journal.recent(app, REMEMBERED).stream()
        .anyMatch(entry -> entry.kind() == Kind.BACKUP && entry.outcome() == Outcome.DONE);
  }

  void resume(Entry entry) {
    drill.resume(entry, DrillOrder.read(entry.target()));
  }

  /** Takes away what a daemon that died left behind; to be called before any is begun. */
  void sweep() {
    Scratch.left(means.home()).forEach(id -> Scratch.destroy(means, id));
  }
}
