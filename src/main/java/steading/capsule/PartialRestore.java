package steading.capsule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import steading.apply.EngineWords;
import steading.apply.Holdings;
import steading.apply.Journal;
import steading.apply.Journal.Entry;
import steading.apply.Journal.Outcome;
import steading.apply.Journal.Phase;
import steading.apply.Targets.Target;
import steading.capsule.Contents.DatabasePart;
import steading.capsule.database.Dump;
import steading.capsule.repo.Repository;
import steading.engine.ContainerSeen;
import steading.engine.ContainerSeen.Health;
import steading.engine.EngineException;
import steading.plan.Desired.ServiceWanted;
import steading.plan.Desired.VolumeWanted;
import steading.plan.Labels;
import steading.problem.Problem;
import steading.problem.ProblemException;
import steading.recipe.Keeping.Kind;
import steading.recipe.Keeping.Quiet;
import steading.recipe.Keeping.Way;

/**
 * Restores one part of an app and leaves the rest alone. Only who works with that part is stopped
 * meanwhile. A safety capsule comes first; whatever fails leads back to its same part.
 */
final class PartialRestore {
  private static final int MOST_ATTEMPTS = 3;
  private static final Duration STARTS = Duration.ofMinutes(10);

  private final Means means;
  private final Journal journal;
  private final Backup backup;
  private final Stillness stillness;

  PartialRestore(Means means, Backup backup) {
    this.means = means;
    this.journal = means.journal();
    this.backup = backup;
    this.stillness = Stillness.ofRestore(means.engine(), journal);
  }

  /** What is worked with. */
  private record Work(Entry entry, Part part, Target target, Contents contents, Course course) {
    String app() {
      return entry.app();
    }
  }

  void run(Entry entry, Order order, Repository where, Watcher watcher) {
    try {
      Work work = work(entry, order, watcher);
      Capsule capsule = find(where, order.capsule());
      work.course().expect(4);
      check(capsule, work);
      if (!order.safety().isEmpty()) {
        keep(entry, order, where, work.course());
      }
      restore(capsule, work);
      journal.finish(entry.id(), Outcome.DONE, "");
    } catch (EngineException e) {
      ProblemException problem = EngineWords.problem(e);
      if (e.reason() != EngineException.Reason.UNREACHABLE) {
        back(entry, order, where, problem, watcher);
      }
      throw problem;
    } catch (RuntimeException e) {
      boolean gone =
          e instanceof ProblemException problem
              && problem.problems().stream().anyMatch(p -> p.code().equals("engine.gone"));
      if (!gone) {
        back(entry, order, where, e, watcher);
      }
      throw e;
    }
  }

  void resume(Entry entry, Order order, Repository where, Watcher watcher) {
    if (entry.phase() == Phase.BACK || entry.attempts() >= MOST_ATTEMPTS) {
      String why =
          entry.phase() == Phase.BACK
              ? entry.message()
              : "it was cut off " + entry.attempts() + " times";
      ProblemException cutOff =
          Problem.failed("capsule.cut-off", why, "read the daemon's log, then do it again").raise();
      back(entry, order, where, cutOff, watcher);
    } else {
      run(entry, order, where, watcher);
    }
  }

  private Work work(Entry entry, Order order, Watcher watcher) {
    Target target = means.targets().of(means.store().applied(entry.app()).orElseThrow());
    Course course = new Course(journal, entry.id(), watcher);
    return new Work(entry, Part.read(order.part()), target, Contents.of(target), course);
  }

  private Capsule find(Repository where, String id) {
    return Capsule.find(means.restic(), where, id)
        .orElseThrow(() ->
            Problem.notFound(
                    "capsule.not-found",
                    "repository \"" + where.name() + "\" has no capsule " + id + " any more",
                    "choose another one: stead backups NAME")
                .raise());
  }

  private void keep(Entry entry, Order order, Repository where, Course course) {
    boolean there =
        entry.attempts() > 1 && Capsule.find(means.restic(), where, order.safety()).isPresent();
    if (!there) {
      backup.make(entry.app(), where, order.safety(), Occasion.SAFETY, course);
    }
  }

  /** Before a minute goes into a safety capsule. */
  private void check(Capsule capsule, Work work) {
    Part part = work.part();
    if (part.kind() == Part.Kind.VOLUME) {
      volume(work);
      if (!part.inner().isEmpty()
          && !RestoredVolumes.holds(means.restic(), work.app(), capsule, part)) {
        throw Problem.notFound(
                "restore.no-path",
                "capsule " + capsule.id() + " has no " + part.shown(),
                "see what it has: restic ls, as docs/capsule-format.md shows")
            .raise();
      }
    } else {
      database(work);
    }
  }

  private RestoredVolumes volumes(Capsule capsule, Work work, Manifest manifest) {
    return new RestoredVolumes(means.restic(), work.app(), capsule, manifest, true);
  }

  private void restore(Capsule capsule, Work work) {
    Stage stage = Stage.of(means.home(), work.app()).fresh();
    try {
      Course course = work.course();
      course.step("read dumps", () -> fetch(capsule, work, stage));
      Manifest manifest = Manifest.read(stage.manifest());
      Map<String, Quiet> users = users(work);
      List<String> differences = new ArrayList<>();
      course.step(
          users.isEmpty()
              ? "nobody has to be stopped"
              : "stop " + String.join(", ", users.keySet()),
          () -> stillness.hold(work.app(), users, containers(work)));
      course.step(
          "restore " + work.part().shown(),
          () -> differences.addAll(restore(capsule, work, manifest, stage)));
      course.step("start what was stopped", () -> goOn(work, users.keySet()));
      refuse(work, differences);
    } finally {
      try {
        stillness.release(work.app());
      } finally {
        stage.clear();
      }
    }
  }

  /** People find it as they left it when this returns. */
  private void goOn(Work work, Set<String> services) {
    stillness.release(work.app());
    for (ContainerSeen seen : containers(work)) {
      if (services.contains(seen.label(Labels.SERVICE)) && seen.running()) {
        awaitHealthy(work, seen.name());
      }
    }
    means
        .deployer()
        .conduct()
        .converge(work.entry().id(), work.target().desired(), work.course().plan());
  }

  private void awaitHealthy(Work work, String container) {
    try {
      boolean well =
          means
              .pulse()
              .until(
                  STARTS,
                  () ->
                      means
                          .engine()
                          .container(container)
                          .filter(seen ->
                              seen.health() == Health.HEALTHY
                                  || (seen.health() == Health.NONE && seen.running()))
                          .isPresent());
      if (!well) {
        throw Problem.failed(
                "restore.unhealthy",
                work.app() + ": " + container + " does not become healthy with what was restored",
                "see `stead logs " + work.app() + "`")
            .raise();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.failed("capsule.interrupted", work.app() + ": interrupted", "do it again")
          .raise();
    }
  }

  private void fetch(Capsule capsule, Work work, Stage stage) {
    if (work.part().kind() == Part.Kind.DATABASE) {
      stage.fetch(means.restic(), capsule, work.app(), "/volumes");
    } else {
      stage.fetch(means.restic(), capsule, work.app(), "/volumes", "/databases");
    }
  }

  private List<String> restore(Capsule capsule, Work work, Manifest manifest, Stage stage) {
    Part part = work.part();
    RestoredVolumes volumes = volumes(capsule, work, manifest);
    if (part.kind() == Part.Kind.DATABASE) {
      return database(work, manifest, stage, volumes);
    }
    VolumeWanted volume = volume(work);
    boolean kept = manifest.volumes().stream().anyMatch(each -> each.name().equals(part.name()));
    if (!kept) {
      throw part.unknown(
          "the capsule", manifest.volumes().stream().map(Manifest.Kept::name).toList());
    }
    if (part.inner().isEmpty()) {
      return volumes.restore(volume, work.course());
    }
    volumes.restore(volume, part, work.course());
    return List.of();
  }

  private List<String> database(
      Work work, Manifest manifest, Stage stage, RestoredVolumes volumes) {
    DatabasePart wanted = database(work);
    Dump dump =
        manifest.databases().stream()
            .filter(each -> each.service().equals(wanted.service()))
            .findFirst()
            .orElseThrow(() ->
                work.part()
                    .unknown(
                        "the capsule", manifest.databases().stream().map(Dump::service).toList()));
    if (wanted.kind() == Kind.REDIS) {
      volumes.seedRedis(wanted, work.contents(), stage);
      return List.of();
    }
    return new Tools(means.engine(), work.app(), work.target())
        .of(wanted, containers(work))
        .load(chosen(work.part(), dump), stage.database(wanted.service()), work.course()::say);
  }

  /** One database of several, where each has a file of its own. */
  private static Dump chosen(Part part, Dump dump) {
    if (part.inner().isEmpty()) {
      return dump;
    }
    List<Dump.Part> files =
        dump.files().stream().filter(each -> each.database().equals(part.inner())).toList();
    if (files.isEmpty()) {
      throw new Part(Part.Kind.DATABASE, part.inner(), "")
          .unknown(
              part.name() + " in the capsule",
              dump.files().stream()
                  .map(Dump.Part::database)
                  .filter(name -> !name.isEmpty())
                  .toList());
    }
    return new Dump(dump.service(), dump.kind(), dump.version(), dump.user(), files);
  }

  private static VolumeWanted volume(Work work) {
    List<VolumeWanted> kept = work.contents().volumes();
    return kept.stream()
        .filter(each -> each.name().equals(work.part().name()))
        .findFirst()
        .orElseThrow(() ->
            work.part()
                .unknown(work.app(), kept.stream().map(VolumeWanted::name).sorted().toList()));
  }

  private static DatabasePart database(Work work) {
    List<DatabasePart> databases = work.contents().databases();
    return databases.stream()
        .filter(each -> each.service().equals(work.part().name()))
        .findFirst()
        .orElseThrow(() ->
            work.part()
                .unknown(work.app(), databases.stream().map(DatabasePart::service).toList()));
  }

  private List<ContainerSeen> containers(Work work) {
    return new Holdings(means.engine(), means.home()).containers(work.app());
  }

  /**
   * Who writes into the volume; of a database, who needs it, and where nobody says so, everybody
   * who is no database.
   */
  private static Map<String, Quiet> users(Work work) {
    Set<String> users = new HashSet<>();
    if (work.part().kind() == Part.Kind.VOLUME) {
      users.addAll(Contents.writers(volume(work), work.target()));
    } else {
      DatabasePart database = database(work);
      users.addAll(needing(database.service(), work.target()));
      if (users.isEmpty()) {
        work.target().desired().services().forEach(each -> users.add(each.name()));
        work.contents().databases().forEach(each -> users.remove(each.service()));
      }
      if (database.kind() == Kind.REDIS) {
        users.add(database.service());
      }
    }
    Map<String, Quiet> quiet = new HashMap<>();
    users.forEach(each -> quiet.put(each, new Quiet(Way.STOP, List.of(), List.of())));
    return quiet;
  }

  /** Also those that need it through another. */
  private static Set<String> needing(String service, Target target) {
    Set<String> needing = new HashSet<>();
    // Dependencies come first in the list.
    for (ServiceWanted each : target.desired().services()) {
      Set<String> needs = each.blueprint().service().lifecycle().dependsOn().keySet();
      if (needs.contains(service) || needs.stream().anyMatch(needing::contains)) {
        needing.add(each.name());
      }
    }
    return needing;
  }

  private static void refuse(Work work, List<String> differences) {
    if (!differences.isEmpty()) {
      throw Problem.failed(
              "capsule.different",
              work.app() + ": " + work.part().shown() + " is not what its capsule says",
              "look into the repository (stead repo check --read-data), or choose another capsule")
          .because(String.join("\n", differences))
          .raise();
    }
  }

  private void back(
      Entry entry, Order order, Repository where, RuntimeException cause, Watcher watcher) {
    String message = Objects.requireNonNullElse(cause.getMessage(), cause.toString());
    try {
      journal.turnBack(entry.id(), message);
      boolean safe =
          !order.safety().isEmpty()
              && Capsule.find(means.restic(), where, order.safety()).isPresent();
      if (safe) {
        watcher.note("Going back to what " + Part.read(order.part()).shown() + " was before.");
        restore(find(where, order.safety()), work(entry, order, watcher));
      } else {
        stillness.release(entry.app());
      }
      journal.finish(entry.id(), safe ? Outcome.ROLLED_BACK : Outcome.FAILED, message);
    } catch (ProblemException | EngineException e) {
      cause.addSuppressed(e);
      boolean gone =
          e instanceof EngineException engine
              && engine.reason() == EngineException.Reason.UNREACHABLE;
      if (!gone) {
        watcher.note("Going back failed too: " + e.getMessage());
        journal.finish(
            entry.id(), Outcome.FAILED, message + "\nGoing back failed too: " + e.getMessage());
      }
    }
  }
}
