package steading.apply;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import steading.app.Adoption;
import steading.app.App;
import steading.app.AppFile;
import steading.app.AppStore;
import steading.app.Home;
import steading.app.Imported;
import steading.app.Revision;
import steading.apply.Journal.Entry;
import steading.apply.Journal.Kind;
import steading.apply.Journal.Outcome;
import steading.apply.Journal.Phase;
import steading.engine.Engine;
import steading.engine.EngineException;
import steading.image.Images;
import steading.plan.Desired;
import steading.plan.Plan;
import steading.plan.Planner;
import steading.problem.Problem;
import steading.problem.ProblemException;
import steading.recipe.Shown;

/**
 * Brings apps to what is wanted of them, as journalled operations: forward to the target, or, when
 * a step fails, back to what was applied before. An operation that a crash cut off is taken up
 * again by looking and planning anew, so that it never matters at which step it was.
 */
public final class Deployer {
  private static final int MOST_ATTEMPTS = 3;

  private final Home home;
  private final Holdings holdings;
  private final AppStore store;
  private final Targets targets;
  private final Observer observer;
  private final Convergence convergence;
  private final Journal journal;
  private final Routes routes;

  public Deployer(
      Home home,
      Engine engine,
      Images images,
      Routes routes,
      AppStore store,
      Targets targets,
      Observer observer,
      Journal journal,
      Pulse pulse) {
    this.home = home;
    this.holdings = new Holdings(engine, home);
    this.store = store;
    this.targets = targets;
    this.observer = observer;
    this.journal = journal;
    this.routes = routes;
    StepRunner steps = new StepRunner(engine, images, routes, journal, pulse, home.id());
    this.convergence = new Convergence(engine, observer, new Executor(steps, journal), pulse);
  }

  /** For operations that are no deployments themselves. */
  public Conduct conduct() {
    return new Conduct(convergence);
  }

  /** Who asked for an operation, and with which words. */
  public record Origin(String by, String command) {}

  /** What applying this app would do now. */
  public Draft draft(App app) {
    refuseUpgrade(app);
    Targets.Target target = targets.of(app);
    return new Draft(target, convergence.plan(target.desired()));
  }

  /**
   * What restarting the app, or one of its services, would do now: as it was applied, for a restart
   * is no apply, and its plan does not show what an edit of app.yaml would change.
   */
  public Draft restart(String app, @Nullable String service) {
    Targets.Target target =
        targets.of(
            store
                .applied(app)
                .orElseThrow(() ->
                    Problem.usage(
                            "app.not-applied",
                            app + " was not applied yet, so there is nothing to restart",
                            "apply it first: stead apply " + app)
                        .raise()));
    return new Draft(
        target, Planner.restart(target.desired(), observer.observe(target.desired()), service));
  }

  /**
   * New code on old data is an upgrade, and no upgrade goes without a backup that is known to be
   * good.
   */
  private void refuseUpgrade(App app) {
    store
        .applied(app.name())
        .filter(r -> !r.app().version().equals(app.version()) || !sameRecipe(r.app(), app))
        .ifPresent(r -> {
          throw Problem.usage(
                  "app.version-changed",
                  app.name()
                      + ": app.yaml asks for "
                      + Shown.quoted(app.recipe())
                      + " "
                      + Shown.quoted(app.version())
                      + ", but "
                      + r.app().recipe()
                      + " "
                      + r.app().version()
                      + " is installed",
                  "set recipe and version back to what is installed")
              .because(
                  "Applying never upgrades: that takes a fresh capsule and a rehearsal, and is still to come")
              .raise();
        });
  }

  /** A Compose file that was imported again is still the owner's own. */
  private static boolean sameRecipe(App one, App other) {
    return one.recipe().equals(other.recipe())
        || (Imported.is(one.recipe()) && Imported.is(other.recipe()));
  }

  public record Draft(Targets.Target target, Plan plan) {
    public App app() {
      return target.loaded().app();
    }
  }

  public Plan planRemoval(String app, boolean purge) {
    return convergence.plan(gone(app, purge));
  }

  /** Before it was applied once, nothing that an app was to take over is its own. */
  private Desired gone(String app, boolean purge) {
    boolean adopting = store.applied(app).isEmpty() && Imported.adoption(home, app).isPresent();
    return adopting ? Desired.released(app) : Desired.gone(app, purge);
  }

  /** Applies the file as it is; an app that is so already leaves no trace in the journal. */
  public void deploy(Draft draft, Origin origin, Progress progress) {
    if (draft.plan().empty() && recorded(draft)) {
      return;
    }
    run(begin(draft.app(), Kind.DEPLOY, origin), () -> draft, progress);
  }

  /** Writes the app's file and applies it; if that fails, the file too becomes what it was. */
  public void change(Draft draft, Origin origin, Progress progress) {
    Entry entry = begin(draft.app(), Kind.CHANGE, origin);
    boolean fresh = !store.exists(draft.app().name());
    run(
        entry,
        () -> {
          write(draft.app());
          // Only an app that exists has secrets of its own: those of a draft were made up.
          return fresh ? draft(draft.app()) : draft;
        },
        progress);
  }

  public void write(App app) {
    if (store.exists(app.name())) {
      store.save(app);
    } else {
      store.create(app);
    }
  }

  public void remove(String app, boolean purge, Origin origin, Progress progress) {
    removal(begin(app, purge ? Kind.PURGE : Kind.REMOVE, "", "", origin), progress);
  }

  /**
   * Deletes a removed app whose time is over. Volumes that were there before the app may be another
   * stack's by now, or its owner's again: only somebody who was shown their names may delete them.
   */
  public void expire(String app, Origin origin, Progress progress) {
    removal(begin(app, Kind.EXPIRE, "", "", origin), progress);
  }

  /** Takes up an operation that a crash cut off. */
  public void resume(Entry entry, Progress progress) {
    journal.attempt(entry.id());
    switch (entry.kind()) {
      case BACKUP, RESTORE, DRILL, EXPORT, IMPORT -> throw new IllegalStateException(entry.app());
      case REMOVE, PURGE, EXPIRE -> removal(entry, progress);
      case DEPLOY, CHANGE -> {
        if (entry.phase() == Phase.BACK) {
          back(entry, failure(entry.message()), progress);
          return;
        }
        if (entry.attempts() >= MOST_ATTEMPTS) {
          back(entry, failure("it was cut off " + entry.attempts() + " times"), progress);
        } else {
          run(entry, () -> again(entry), progress);
        }
      }
    }
  }

  private Draft again(Entry entry) {
    App app = AppFile.parse(entry.app(), entry.target());
    if (entry.kind() == Kind.CHANGE) {
      write(app);
    }
    return draft(app);
  }

  private Entry begin(App app, Kind kind, Origin origin) {
    boolean writes = kind == Kind.CHANGE && store.exists(app.name());
    String before = writes ? AppFile.text(store.load(app.name())) : "";
    return begin(app.name(), kind, AppFile.text(app), before, origin);
  }

  private Entry begin(String app, Kind kind, String target, String before, Origin origin) {
    long id = journal.begin(app, kind, target, before, origin.by(), origin.command());
    return journal.unfinished().stream().filter(e -> e.id() == id).findFirst().orElseThrow();
  }

  private void run(Entry entry, Supplier<Draft> drafting, Progress progress) {
    try {
      Draft draft = convergence.patiently(drafting, progress);
      convergence.run(entry.id(), draft.target().desired(), draft.plan(), progress);
      record(entry, draft);
      journal.finish(entry.id(), Outcome.DONE, "");
    } catch (ProblemException e) {
      back(entry, e, progress);
      throw e;
    } catch (EngineException e) {
      ProblemException problem = EngineWords.problem(e);
      back(entry, problem, progress);
      throw problem;
    } catch (RuntimeException e) {
      // A fault of ours must not leave the app half-way either.
      back(entry, failure(String.valueOf(e)), progress);
      throw e;
    }
  }

  private void record(Entry entry, Draft draft) {
    if (!recorded(draft)) {
      if (draft.target().desired().adoption() != null) {
        // Their data is the app's from now on: a lost one is told, and a purge means them too.
        draft.target().desired().volumes().stream()
            .filter(volume -> volume.spec() != null)
            .forEach(volume -> journal.knowVolume(draft.app().name(), volume.real()));
      }
      store.record(
          draft.app(),
          draft.target().pins(),
          draft.target().loaded().overlays(),
          entry.by(),
          entry.command());
    }
  }

  /** Whether the last applied revision says the same. */
  private boolean recorded(Draft draft) {
    return store
        .applied(draft.app().name())
        .filter(
            last -> last.app().equals(draft.app()) && last.images().equals(draft.target().pins()))
        .isPresent();
  }

  private static ProblemException failure(String message) {
    return Problem.failed("apply.failed", message, "read the daemon's log, then apply again")
        .raise();
  }

  /**
   * Back to what was applied before; for a first installation that is nothing but its file and its
   * volumes.
   */
  private void back(Entry entry, ProblemException cause, Progress progress) {
    if (Convergence.isEngineGone(cause)) {
      // Nothing can be put back now: the next start goes on from here.
      return;
    }
    String message = Objects.requireNonNullElse(cause.getMessage(), "");
    try {
      journal.turnBack(entry.id(), message);
      progress.note("Going back to what " + entry.app() + " was before.");
      back(entry, progress);
      journal.finish(entry.id(), Outcome.ROLLED_BACK, message);
    } catch (ProblemException e) {
      cause.addSuppressed(e);
      if (!Convergence.isEngineGone(e)) {
        progress.note("Going back failed too: " + e.getMessage());
        giveUp(entry, cause, message + "\nGoing back failed too: " + e.getMessage());
      }
    } catch (EngineException e) {
      cause.addSuppressed(e);
      progress.note("Going back failed too: " + e.text());
      giveUp(entry, cause, message + "\nGoing back failed too: " + e.text());
    }
  }

  private void back(Entry entry, Progress progress) {
    Optional<Revision> before = store.applied(entry.app());
    if (before.isEmpty()) {
      refuseHalf(entry.app());
    }
    Desired desired =
        before
            .map(r -> convergence.patiently(() -> targets.of(r).desired(), progress))
            .orElseGet(() -> gone(entry.app(), false));
    convergence.run(entry.id(), desired, null, progress);
    if (entry.kind() == Kind.CHANGE && !entry.before().isEmpty()) {
      store.save(AppFile.parse(entry.app(), entry.before()));
    }
    if (before.isEmpty() && store.exists(entry.app())) {
      progress.note(
          "%1$s is not installed; its app.yaml and its volumes are kept. Mend what is wrong and `stead apply %1$s`, or take it away with `stead remove %1$s`."
              .formatted(entry.app()));
    }
  }

  /** Old containers go when all is well: once one is gone, what took its place must not go too. */
  private void refuseHalf(String app) {
    Set<String> gone =
        Imported.adoption(home, app)
            .map(Adoption::running)
            .map(HashSet::new)
            .orElseGet(HashSet::new);
    holdings.containers(app).forEach(seen -> gone.remove(seen.name()));
    if (!gone.isEmpty()) {
      throw Problem.failed(
              "adopt.half-done",
              app + " serves, but is not rid of all its old containers",
              "`stead apply " + app + "` finishes")
          .raise();
    }
  }

  /** Where even the journal cannot be written, the next start finds the operation unfinished. */
  private void giveUp(Entry entry, ProblemException cause, String message) {
    try {
      // Who waits at the gateway is better told what is wrong than kept waiting.
      routes.release(entry.app());
      journal.finish(entry.id(), Outcome.FAILED, message);
    } catch (ProblemException e) {
      cause.addSuppressed(e);
    }
  }

  private void removal(Entry entry, Progress progress) {
    boolean expired = entry.kind() == Kind.EXPIRE;
    boolean purge = entry.kind() == Kind.PURGE;
    try {
      Desired desired = expired ? Desired.expired(entry.app()) : gone(entry.app(), purge);
      convergence.run(entry.id(), desired, null, progress);
      putAway(entry.app(), purge || expired);
      journal.finish(entry.id(), Outcome.DONE, "");
    } catch (ProblemException e) {
      if (!Convergence.isEngineGone(e)) {
        giveUp(entry, e, Objects.requireNonNullElse(e.getMessage(), ""));
      }
      throw e;
    } catch (EngineException e) {
      ProblemException problem = EngineWords.problem(e);
      giveUp(entry, problem, e.text());
      throw problem;
    }
  }

  private void putAway(String app, boolean purge) {
    if (store.exists(app)) {
      store.trash(app, journal.knownVolumes(app).stream().sorted().toList());
    }
    if (purge && store.trashed(app).isPresent()) {
      store.purge(app);
    }
    if (purge) {
      journal.forget(app);
    }
  }

  /** The last operation of each app that has not ended, by app. */
  public Map<String, Entry> unfinished() {
    Map<String, Entry> entries = new HashMap<>();
    journal.unfinished().forEach(e -> entries.put(e.app(), e));
    return entries;
  }
}
