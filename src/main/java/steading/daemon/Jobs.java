package steading.daemon;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import steading.app.AppStore;
import steading.app.LoadedApp;
import steading.apply.Journal;
import steading.apply.Journal.JobRun;
import steading.apply.Targets;
import steading.apply.Targets.Target;
import steading.engine.ContainerSeen;
import steading.engine.ContainerSpec;
import steading.engine.Engine;
import steading.engine.Engine.LogQuery;
import steading.engine.Engine.LogSink;
import steading.plan.Desired;
import steading.plan.Labels;
import steading.plan.OneShot;
import steading.problem.Exit;
import steading.problem.Problem;
import steading.problem.ProblemException;
import steading.problem.Problems;
import steading.recipe.Recipe;
import steading.recipe.Shown;

/** Runs the named jobs of apps, each in a container of its own beside the service it belongs to. */
final class Jobs {
  static final String TASK_PREFIX = "job-";
  private static final int KEPT_OUTPUT = 8 << 10;
  private static final Duration GRACE = Duration.ofSeconds(10);

  /** Of a job whose container does not say its own. */
  private static final Duration USUAL_LIMIT = Duration.ofHours(1);

  private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);

  private final Engine engine;
  private final AppStore store;
  private final Targets targets;
  private final Journal journal;
  private final Clock clock;
  private final Set<String> running = ConcurrentHashMap.newKeySet();

  Jobs(Engine engine, AppStore store, Targets targets, Journal journal, Clock clock) {
    this.engine = engine;
    this.store = store;
    this.targets = targets;
    this.journal = journal;
    this.clock = clock;
  }

  /**
   * Runs the job to its end, as the app was applied last: an edit of app.yaml that nobody was shown
   * a plan of is none of a job's business. A job of an app never runs twice at the same time.
   */
  JobRun run(String app, String name, LogSink sink) {
    Target target = applied(app);
    Recipe.Job job =
        target.loaded().recipe().job(name).orElseThrow(() -> unknown(target.loaded(), name));
    return run(target, job, sink, journal::jobRan);
  }

  /** Runs a command of Steading's own as a job would run, and keeps no history of it. */
  JobRun ask(String app, Recipe.Job question, LogSink sink) {
    return run(applied(app), question, sink, run -> {});
  }

  private Target applied(String app) {
    return targets.of(store.applied(app).orElseThrow(() -> notApplied(app)));
  }

  private JobRun run(Target target, Recipe.Job job, LogSink sink, Consumer<JobRun> ended) {
    String app = target.loaded().app().name();
    String name = job.name();
    if (!running.add(app + "/" + name)) {
      throw runningAlready(app, name);
    }
    try {
      ContainerSpec spec = spec(target.desired(), job);
      ContainerSeen left = engine.container(spec.name()).orElse(null);
      if (left != null) {
        if (!claim(app, left)) {
          throw runningAlready(app, name);
        }
        settle(app, left);
      }
      refuseLost(target.desired(), spec);
      return runContainer(app, job, spec, sink, ended);
    } finally {
      running.remove(app + "/" + name);
    }
  }

  private static ProblemException runningAlready(String app, String name) {
    return new Problem(
            "job.running",
            Exit.BUSY,
            null,
            "the job " + name + " of " + app + " is running already",
            null,
            "wait for it: `stead info " + app + "` shows its runs")
        .raise();
  }

  private static ProblemException notApplied(String app) {
    return Problem.usage(
            "app.not-applied",
            app + " was not applied yet, so its jobs have nothing to work on",
            "apply it first: stead apply " + app)
        .raise();
  }

  private static ProblemException unknown(LoadedApp loaded, String name) {
    List<String> names = loaded.recipe().jobs().stream().map(Recipe.Job::name).toList();
    return Problem.notFound(
            "job.not-found",
            loaded.app().name() + " has no job " + Shown.quoted(name),
            names.isEmpty() ? "its recipe names none" : "choose one of " + String.join(", ", names))
        .raise();
  }

  private ContainerSpec spec(Desired desired, Recipe.Job job) {
    Map<String, String> limit = Map.of(Labels.LIMIT, String.valueOf(job.limit().toSeconds()));
    return desired.services().stream()
        .filter(s -> s.name().equals(job.service()))
        .map(s -> OneShot.of(s.blueprint(), TASK_PREFIX + job.name(), job.command(), limit))
        .map(this::besidePartners)
        .findFirst()
        .orElseThrow();
  }

  /** The Engine would make a new and empty volume of that name, and hide that the data is gone. */
  private void refuseLost(Desired desired, ContainerSpec spec) {
    Problems problems = new Problems();
    desired.volumes().stream()
        .filter(volume -> spec.volumes().containsValue(volume.real()))
        .filter(volume -> engine.volume(volume.real()).isEmpty())
        .map(volume -> volume.missing(desired.app()))
        .forEach(problems::add);
    problems.raiseIfAny();
  }

  private ContainerSpec besidePartners(ContainerSpec spec) {
    if (spec.service().partners().isEmpty()) {
      return spec;
    }
    Map<String, String> own = new LinkedHashMap<>(spec.labels());
    own.keySet().retainAll(Set.of(Labels.HOME, Labels.APP));
    return OneShot.beside(spec, engine.containers(own));
  }

  private JobRun runContainer(
      String app, Recipe.Job job, ContainerSpec spec, LogSink sink, Consumer<JobRun> ended) {
    Instant started = clock.instant();
    Tail tail = new Tail(sink);
    engine.create(spec);
    try {
      engine.start(spec.name());
      int code;
      try (Engine.LogStream log =
          engine.logs(spec.name(), new LogQuery(true, -1, null, false), tail)) {
        code = engine.awaitExit(spec.name(), job.limit()).orElse(-1);
        if (code == -1) {
          engine.stop(spec.name(), GRACE);
        }
        log.await();
      }
      JobRun run = new JobRun(app, job.name(), started, clock.instant(), code, tail.text());
      ended.accept(run);
      return run;
    } finally {
      engine.remove(spec.name());
    }
  }

  /**
   * What a daemon that died left behind: jobs that ended meanwhile are noted, those that still run
   * are let end.
   */
  void settleAll(String homeId) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put(Labels.HOME, homeId);
    labels.put(Labels.TASK, "");
    for (ContainerSeen seen : engine.containers(labels)) {
      if (seen.label(Labels.TASK).startsWith(TASK_PREFIX) && claim(seen.label(Labels.APP), seen)) {
        Thread.ofVirtual().start(() -> settle(seen.label(Labels.APP), seen));
      }
    }
  }

  /** False when somebody else sees to it already; who claims it settles it. */
  private boolean claim(String app, ContainerSeen seen) {
    return running.add(app + "/" + seen.label(Labels.TASK) + "/left");
  }

  private void settle(String app, ContainerSeen seen) {
    String job = seen.label(Labels.TASK).substring(TASK_PREFIX.length());
    try {
      Tail tail = new Tail((stderr, chunk) -> {});
      int code =
          seen.startedAt() == null ? -1 : engine.awaitExit(seen.name(), rest(seen)).orElse(-1);
      if (code == -1 && seen.running()) {
        engine.stop(seen.name(), GRACE);
      }
      try (Engine.LogStream log =
          engine.logs(seen.name(), new LogQuery(false, 200, null, false), tail)) {
        log.await();
      }
      Instant started = Objects.requireNonNullElse(seen.startedAt(), clock.instant());
      journal.jobRan(new JobRun(app, job, started, clock.instant(), code, tail.text()));
      engine.remove(seen.name());
    } finally {
      running.remove(app + "/" + seen.label(Labels.TASK) + "/left");
    }
  }

  /** What is left of the time that the job was given when it started. */
  private Duration rest(ContainerSeen seen) {
    String label = seen.label(Labels.LIMIT);
    Duration limit =
        label.matches("\\d{1,9}") ? Duration.ofSeconds(Long.parseLong(label)) : USUAL_LIMIT;
    Instant started = Objects.requireNonNullElse(seen.startedAt(), clock.instant());
    Duration rest = limit.minus(Duration.between(started, clock.instant()));
    return rest.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : rest;
  }

  /** Passes output on and keeps its end for the history. */
  private static final class Tail implements LogSink {
    private final LogSink next;
    private final StringBuilder kept = new StringBuilder();

    Tail(LogSink next) {
      this.next = next;
    }

    @Override
    public synchronized void accept(boolean stderr, byte[] chunk) {
      kept.append(new String(chunk, StandardCharsets.UTF_8));
      if (kept.length() > KEPT_OUTPUT) {
        kept.delete(0, kept.length() - KEPT_OUTPUT);
      }
      next.accept(stderr, chunk);
    }

    synchronized String text() {
      return kept.toString();
    }
  }
}
