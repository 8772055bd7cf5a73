package steading.capsule;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import steading.app.AppStore;
import steading.app.Durable;
import steading.app.Home;
import steading.app.Revision;
import steading.app.Secrets;
import steading.apply.Holdings;
import steading.apply.Journal;
import steading.apply.Pulse;
import steading.apply.Targets;
import steading.apply.Targets.Target;
import steading.capsule.Contents.DatabasePart;
import steading.capsule.Manifest.Kept;
import steading.capsule.database.Dump;
import steading.capsule.repo.Gates;
import steading.capsule.repo.Repository;
import steading.capsule.repo.Restic;
import steading.capsule.repo.Task;
import steading.capsule.repo.Task.Mount;
import steading.capsule.repo.Task.Rights;
import steading.engine.ContainerSeen;
import steading.engine.ContainerSeen.Health;
import steading.engine.Engine;
import steading.plan.Desired.VolumeWanted;
import steading.plan.Labels;
import steading.problem.Problem;
import steading.problem.Problems;

/** Makes a capsule of an app: databases first, then volumes, in one snapshot. */
final class Backup {
  private static final int INCOMPLETE = 3;
  private static final int MOST_TRIES = 3;
  private static final Duration DATABASE_STARTS = Duration.ofMinutes(5);

  private final Home home;
  private final Engine engine;
  private final AppStore store;
  private final Secrets secrets;
  private final Targets targets;
  private final Journal journal;
  private final Holdings holdings;
  private final Restic restic;
  private final Stillness stillness;
  private final Pulse pulse;
  private final Clock clock;

  Backup(Means means) {
    this.home = means.home();
    this.engine = means.engine();
    this.store = means.store();
    this.secrets = means.secrets();
    this.targets = means.targets();
    this.journal = means.journal();
    this.holdings = new Holdings(engine, home);
    this.restic = means.restic();
    this.stillness = new Stillness(engine, journal);
    this.pulse = means.pulse();
    this.clock = means.clock();
  }

  /** Makes the capsule of that id; one that is there already was made before a crash. */
  Capsule make(String app, Repository repository, String id, Occasion occasion, Course course) {
    Optional<Capsule> there = Capsule.find(restic, repository, id);
    if (there.isPresent()) {
      Stage.of(home, app).clear();
      return there.get();
    }
    Revision revision = store.applied(app).orElseThrow(() -> notApplied(app));
    Target target = targets.of(revision);
    Contents contents = Contents.of(target);
    refuseLost(app, contents);
    contents
        .outside()
        .forEach(place -> course.note("Not in the capsule: " + app + "/" + place + "."));
    course.expect(contents.databases().size() + 4);
    Stage stage = Stage.of(home, app).fresh();
    try (Gates.Passage _ = restic.stay(repository, course)) {
      course.step("collect settings and secrets", () -> files(app, revision, stage));
      return make(
          app, repository, id, course, new Work(revision, target, contents, stage, occasion));
    } finally {
      try {
        stillness.release(app);
      } finally {
        stage.clear();
      }
    }
  }

  private record Work(
      Revision revision, Target target, Contents contents, Stage stage, Occasion occasion) {}

  private Capsule make(String app, Repository repository, String id, Course course, Work work) {
    Instant begun = clock.instant();
    Contents contents = work.contents();
    wakeDatabases(app, contents);
    List<ContainerSeen> containers = holdings.containers(app);
    course.step(
        contents.quiesce().isEmpty()
            ? "nothing has to be held still"
            : "hold still: " + String.join(", ", contents.quiesce().keySet()),
        () -> stillness.hold(app, contents.quiesce(), containers));
    List<Dump> dumps = new ArrayList<>();
    for (DatabasePart part : contents.databases()) {
      dumps.add(
          course.step(
              "dump " + part.service(),
              () ->
                  new Tools(engine, app, work.target())
                      .of(part, containers)
                      .dump(work.stage().database(part.service()), course::say)));
    }
    course.step(
        "count files",
        () -> {
          Manifest manifest = manifest(app, id, begun, work, dumps);
          work.stage().write(work.stage().manifest(), manifest.text());
        });
    course.step(
        "write to repository " + repository.name(),
        () -> snapshot(app, repository, id, work, course));
    stillness.after(app, contents.quiesce(), containers);
    return Capsule.find(restic, repository, id)
        .orElseThrow(() ->
            Problem.failed(
                    "capsule.not-there",
                    "restic said that all went well, but capsule "
                        + id
                        + " is not in the repository",
                    "check it: stead repo check " + repository.name())
                .raise());
  }

  private static RuntimeException notApplied(String app) {
    return Problem.usage(
            "app.not-applied",
            app + " was not applied yet, so there is nothing to back up",
            "apply it first: stead apply " + app)
        .raise();
  }

  /** The Engine would make new and empty volumes of those names, and we would back those up. */
  private void refuseLost(String app, Contents contents) {
    Problems problems = new Problems();
    Stream.concat(contents.volumes().stream(), contents.raw().stream())
        .filter(volume -> engine.volume(volume.real()).isEmpty())
        .map(volume -> volume.missing(app))
        .forEach(problems::add);
    problems.raiseIfAny();
  }

  /** A stopped app's databases run for as long as they are read. */
  private void wakeDatabases(String app, Contents contents) {
    Set<String> wanted =
        contents.databases().stream().map(DatabasePart::service).collect(Collectors.toSet());
    for (ContainerSeen seen : holdings.containers(app)) {
      boolean sleeps =
          seen.state() == ContainerSeen.State.EXITED || seen.state() == ContainerSeen.State.CREATED;
      if (sleeps && wanted.contains(seen.label(Labels.SERVICE))) {
        stillness.wake(app, seen);
        awaitHealthy(app, seen.name());
      }
    }
  }

  private void awaitHealthy(String app, String container) {
    try {
      boolean well =
          pulse.until(
              DATABASE_STARTS,
              () ->
                  engine
                      .container(container)
                      .filter(seen ->
                          seen.health() == Health.HEALTHY
                              || (seen.health() == Health.NONE && seen.running()))
                      .isPresent());
      if (!well) {
        throw Problem.failed(
                "capsule.database-down",
                app + ": " + container + " does not become healthy",
                "see `stead logs " + app + "`")
            .raise();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.failed("capsule.interrupted", app + ": interrupted", "do it again").raise();
    }
  }

  /** Everything in the app's directory but the secrets, which only this installation could read. */
  private void files(String app, Revision revision, Stage stage) {
    Path from = home.appDirectory(app);
    Path to = stage.app();
    Stage.copy(from, to);
    try {
      Files.deleteIfExists(to.resolve("secrets.enc"));
      Path revisions = to.resolve("revisions");
      Durable.deleteTree(revisions);
      Files.createDirectories(revisions);
      String last = String.format("%06d.yaml", revision.number());
      Path kept = from.resolve("revisions").resolve(last);
      if (Files.exists(kept)) {
        Files.copy(kept, revisions.resolve(last));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Path recipe = targets.of(revision).loaded().recipe().directory();
    if (Files.isDirectory(recipe) && !recipe.startsWith(from)) {
      Stage.copy(recipe, to.resolve("recipe"));
    }
    stage.secrets(secrets.all(app));
  }

  private Manifest manifest(String app, String id, Instant begun, Work work, List<Dump> dumps) {
    Target target = work.target();
    Set<String> marks =
        journal.marks(app).stream().filter(Manifest::isOfTask).collect(Collectors.toSet());
    return new Manifest(
        Manifest.FORMAT,
        id,
        app,
        target.loaded().app().recipe(),
        target.loaded().app().version(),
        work.revision().number(),
        begun.toString(),
        home.id(),
        target.loaded().app().hosts(),
        work.revision().images(),
        marks,
        dumps,
        volumes(app, work),
        Map.of("steading", "1", "restic", "0.18"));
  }

  private List<Kept> volumes(String app, Work work) {
    List<VolumeWanted> volumes = work.contents().volumes();
    Map<String, Kept> counted = new Volumes(restic, app).count(volumes);
    List<Kept> kept = new ArrayList<>();
    for (VolumeWanted volume : volumes) {
      Kept seen = counted.get(volume.name());
      if (seen != null) {
        kept.add(Volumes.still(seen, work.contents().still(volume, work.target())));
      }
    }
    return kept;
  }

  private void snapshot(String app, Repository repository, String id, Work work, Course course) {
    List<Mount> mounts = new ArrayList<>();
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "backup",
                "--retry-lock",
                "5m",
                "--one-file-system",
                "--host",
                app,
                "--tag",
                Capsule.ID + id,
                "--tag",
                Capsule.APP + app,
                "--tag",
                Capsule.HOME + home.id(),
                "--tag",
                Capsule.FOR + work.occasion().word(),
                Stage.INSIDE));
    mounts.add(Mount.directory(work.stage().root().toString(), Stage.INSIDE, true));
    for (VolumeWanted volume : work.contents().volumes()) {
      String place = work.stage().volume(volume.name());
      mounts.add(Mount.volume(volume.real(), place, true));
      arguments.add(place);
    }
    Task task =
        Task.on(repository, arguments.toArray(String[]::new))
            .of(app)
            .mounting(Rights.READING, mounts);
    whole(task, course);
  }

  private void whole(Task task, Course course) {
    for (int i = 1; ; i++) {
      Restic.Result result = restic.persist(task, course);
      if (result.exit() != INCOMPLETE) {
        restic.refuse(task, result);
        return;
      }
      // What it wrote is no whole moment; another try finds files that have come to rest.
      forget(task.repository(), result);
      if (i == MOST_TRIES) {
        restic.refuse(task, result);
      }
      course.note("Files changed while they were read; once more.");
    }
  }

  private void forget(Repository repository, Restic.Result result) {
    String snapshot =
        result
            .message("summary")
            .map(summary -> summary.path("snapshot_id"))
            .map(JsonNode::asText)
            .orElse("");
    if (!snapshot.isEmpty()) {
      restic.run(Task.on(repository, "forget", snapshot), Restic.Listener.NONE);
    }
  }
}
