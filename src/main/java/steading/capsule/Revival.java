package steading.capsule;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import steading.app.App;
import steading.app.AppFile;
import steading.app.AppLoader;
import steading.app.AppStore;
import steading.app.Clones;
import steading.app.Home;
import steading.app.Imported;
import steading.app.Revision;
import steading.app.Secrets;
import steading.apply.Conduct;
import steading.apply.Holdings;
import steading.apply.Journal;
import steading.apply.Targets;
import steading.apply.Targets.Target;
import steading.capsule.Contents.DatabasePart;
import steading.capsule.database.Dump;
import steading.capsule.repo.Restic;
import steading.engine.ContainerSeen;
import steading.engine.Engine;
import steading.plan.Desired.VolumeWanted;
import steading.problem.Problem;
import steading.problem.ProblemException;
import steading.problem.Problems;
import steading.recipe.Keeping.Kind;
import steading.recipe.Recipe;

/**
 * Makes an app from a capsule: in the place of the one it is of, or as another. Every step may be
 * done again, so that one that was cut off begins anew.
 */
final class Revival {
  private final Home home;
  private final Engine engine;
  private final AppStore store;
  private final AppLoader loader;
  private final Secrets secrets;
  private final Targets targets;
  private final Conduct conduct;
  private final Journal journal;
  private final Restic restic;
  private final Clock clock;

  Revival(Means means) {
    this.home = means.home();
    this.engine = means.engine();
    this.store = means.store();
    this.loader = means.loader();
    this.secrets = means.secrets();
    this.targets = means.targets();
    this.conduct = means.deployer().conduct();
    this.journal = means.journal();
    this.restic = means.restic();
    this.clock = means.clock();
  }

  /**
   * What shall become of the capsule.
   *
   * @param app its name, which need not be that of the capsule's app
   * @param hosts empty: those of the capsule
   * @param pins which images it is to have; empty: those of the capsule
   * @param grants what it may be granted if it comes from elsewhere
   */
  record Wanted(
      String app,
      List<String> hosts,
      String by,
      String command,
      Purpose purpose,
      Map<String, String> pins,
      List<String> grants) {
    Wanted(String app, List<String> hosts, String by, String command, Purpose purpose) {
      this(app, hosts, by, command, purpose, Map.of(), List.of());
    }

    /** One that is compared byte by byte, running whether or not the app did. */
    static Wanted drill(String app, String by, String command) {
      return new Wanted(app, List.of(), by, command, Purpose.DRILL);
    }
  }

  enum Purpose {
    APP,
    /** Held, and with secrets of its own. */
    CLONE,
    /** Looked at and taken away again. */
    DRILL,
    /** From another installation. */
    IMPORT
  }

  /** The capsule taken apart, and what it is to become. */
  private record Work(
      Capsule capsule,
      Wanted wanted,
      Stage stage,
      Manifest manifest,
      Target target,
      Contents contents) {
    String app() {
      return wanted.app();
    }
  }

  /** The app runs, or is stopped, as it was, and holds what the capsule says. */
  void revive(Capsule capsule, Wanted wanted, Course course) {
    course.expect(7);
    Stage stage = Stage.of(home, wanted.app()).fresh();
    try {
      course.step("read settings and dumps", () -> fetch(capsule, wanted, stage));
      Manifest manifest = Manifest.read(stage.manifest());
      Work work =
          course.step(
              "put settings and secrets in place", () -> settle(capsule, wanted, stage, manifest));
      refuseShared(work);
      revive(work, course);
    } finally {
      stage.clear();
    }
  }

  /**
   * A volume whose name its Compose file fixes is the first app's as well: two would write into it,
   * and restoring would undo the first.
   */
  private void refuseShared(Work work) {
    if (work.wanted().purpose() == Purpose.IMPORT) {
      Customs.refuseTaken(engine, work.app(), work.target().desired().volumes());
      return;
    }
    if (work.app().equals(work.capsule().app()) || work.wanted().purpose() == Purpose.DRILL) {
      return;
    }
    String own = home.prefix() + work.app() + "_";
    List<String> shared =
        work.target().desired().volumes().stream()
            .map(VolumeWanted::real)
            .filter(name -> !name.startsWith(own))
            .toList();
    if (!shared.isEmpty()) {
      throw Problem.usage(
              "restore.shared-volume",
              work.app()
                  + " would have the same volume as "
                  + work.capsule().app()
                  + ": "
                  + String.join(", ", shared),
              "restore "
                  + work.capsule().app()
                  + " itself, or take the name out of its Compose file")
          .because("Their names are fixed, so a copy would write where the app has its data")
          .raise();
    }
  }

  private void revive(Work work, Course course) {
    String app = work.app();
    Target target = work.target();
    course.step(
        "stop what runs",
        () -> {
          conduct.stop(course.operation(), target.desired(), course.plan());
          forgetLost(work);
          conduct.only(course.operation(), target.desired(), Set.of(), course.plan());
        });
    course.expect(work.contents().volumes().size() + work.contents().databases().size() + 3);
    RestoredVolumes volumes =
        new RestoredVolumes(
            restic, app, work.capsule(), work.manifest(), work.wanted().purpose() == Purpose.DRILL);
    List<String> differences = new ArrayList<>();
    for (VolumeWanted volume : work.contents().volumes()) {
      course.step(
          "restore volume " + volume.name(),
          () -> differences.addAll(volumes.restore(volume, course)));
    }
    differences.addAll(databases(work, volumes, course));
    course.step(
        "start the app",
        () -> {
          marks(work);
          conduct.converge(course.operation(), target.desired(), course.plan());
        });
    course.step("compare with the capsule", () -> refuse(app, differences));
    store.record(
        target.loaded().app(),
        target.pins(),
        target.loaded().overlays(),
        work.wanted().by(),
        work.wanted().command());
  }

  /** The data knows nothing of a task that was done after it. */
  private void marks(Work work) {
    Set<String> then = work.manifest().marks();
    journal.marks(work.app()).stream()
        .filter(mark -> Manifest.isOfTask(mark) && !then.contains(mark))
        .forEach(mark -> journal.unmark(work.app(), mark));
    then.forEach(mark -> journal.mark(work.app(), mark));
  }

  private static void refuse(String app, List<String> differences) {
    if (!differences.isEmpty()) {
      throw Problem.failed(
              "capsule.different",
              app + " is not what its capsule says",
              "look into the repository (stead repo check --read-data), or choose another capsule")
          .because(String.join("\n", differences))
          .raise();
    }
  }

  /** Everything but the volumes, which go from the repository to where they belong. */
  private void fetch(Capsule capsule, Wanted wanted, Stage stage) {
    stage.fetch(restic, capsule, wanted.app(), "/volumes");
    if (wanted.purpose() == Purpose.IMPORT) {
      Customs.refuseLinks(stage.root());
    }
  }

  private Work settle(Capsule capsule, Wanted wanted, Stage stage, Manifest manifest) {
    String name = wanted.app();
    Path from = stage.app();
    Problems problems = new Problems();
    App read =
        AppFile.read(from.resolve(AppFile.NAME), name, problems)
            .orElseThrow(() -> new ProblemException(problems.list()));
    if (wanted.purpose() == Purpose.IMPORT) {
      Customs.refuseGrants(read, wanted.grants());
    }
    App app = wanted.hosts().isEmpty() ? read : read.withHosts(wanted.hosts()).withRunning(true);
    if (wanted.purpose() == Purpose.DRILL) {
      app = app.withRunning(true);
    }
    for (String part : List.of("overlays", "compose")) {
      if (Files.isDirectory(from.resolve(part))) {
        Stage.copy(from.resolve(part), home.appDirectory(name).resolve(part));
      }
    }
    secrets.setAll(name, stage.secrets());
    tellApart(app, wanted, manifest);
    if (store.exists(name)) {
      store.save(app);
    } else {
      store.create(app);
    }
    Revision revision =
        new Revision(
            1,
            clock.instant(),
            wanted.by(),
            wanted.command(),
            app,
            wanted.pins().isEmpty() ? manifest.images() : wanted.pins(),
            loader.load(app, Map.of()).overlays());
    Target target = targets.of(revision);
    return new Work(capsule, wanted, stage, manifest, target, Contents.of(target));
  }

  /** A copy lays hands on nothing that is the app's own. */
  private void tellApart(App app, Wanted wanted, Manifest manifest) {
    if (wanted.purpose() != Purpose.APP || !app.name().equals(manifest.app())) {
      Imported.disown(home, app.name());
    }
    if (wanted.purpose() == Purpose.CLONE) {
      Clones.mark(home, app.name(), manifest.app());
      renew(app);
    }
  }

  /** Those that the recipe says no data depends on; its databases are told theirs. */
  private void renew(App app) {
    Map<String, String> fresh = new HashMap<>();
    loader
        .catalog()
        .find(app.recipe(), new Problems())
        .ifPresent(recipe ->
            recipe.secrets().values().stream()
                .filter(Recipe.Secret::renew)
                .forEach(secret -> fresh.put(secret.name(), Secrets.generate(secret.length()))));
    secrets.setAll(app.name(), fresh);
  }

  /** A lost volume is what restoring is for; elsewhere it must not be replaced in silence. */
  private void forgetLost(Work work) {
    work.target().desired().volumes().stream()
        .map(VolumeWanted::real)
        .filter(real -> engine.volume(real).isEmpty())
        .forEach(real -> journal.forgetVolume(work.app(), real));
  }

  private List<String> databases(Work work, RestoredVolumes volumes, Course course) {
    List<String> differences = new ArrayList<>();
    List<DatabasePart> parts = work.contents().databases();
    if (parts.isEmpty()) {
      return differences;
    }
    course.step(
        "start the databases, empty",
        () -> {
          work.contents().raw().forEach(volumes::empty);
          for (DatabasePart part : parts) {
            if (part.kind() == Kind.REDIS) {
              volumes.seedRedis(part, work.contents(), work.stage());
            }
          }
          Set<String> services =
              parts.stream().map(DatabasePart::service).collect(Collectors.toSet());
          conduct.only(course.operation(), work.target().desired(), services, course.plan());
        });
    Tools tools = new Tools(engine, work.app(), work.target());
    Holdings holdings = new Holdings(engine, home);
    for (DatabasePart part : parts) {
      Dump dump = dumpOf(work.manifest(), part.service());
      course.step(
          "load " + part.service(),
          () -> {
            List<ContainerSeen> there = holdings.containers(work.app());
            Path directory = work.stage().database(part.service());
            differences.addAll(tools.of(part, there).load(dump, directory, course::say));
            if (work.wanted().purpose() == Purpose.CLONE) {
              tools.renew(part, there);
            }
          });
    }
    return differences;
  }

  private static Dump dumpOf(Manifest manifest, String service) {
    return manifest.databases().stream()
        .filter(dump -> dump.service().equals(service))
        .findFirst()
        .orElseThrow(() ->
            Problem.failed(
                    "capsule.no-dump",
                    "the capsule has no dump of " + service,
                    "its recipe was another one then; choose a newer capsule")
                .raise());
  }
}
