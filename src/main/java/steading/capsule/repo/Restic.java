package steading.capsule.repo;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import steading.app.Home;
import steading.apply.Pulse;
import steading.compose.Volume;
import steading.engine.ContainerSeen;
import steading.engine.ContainerSpec.FileSpec;
import steading.engine.Engine;
import steading.engine.Engine.LogQuery;
import steading.engine.Engine.LogSink;
import steading.engine.EngineException;
import steading.image.ImageChoice;
import steading.image.Images;
import steading.plan.Labels;
import steading.problem.Problem;

/**
 * Runs restic, each command in a container of its own that is gone when this returns, however it
 * returns. What a daemon that died left behind is found by its labels.
 */
public final class Restic {
  private static final Logger LOG = System.getLogger(Restic.class.getName());
  private static final String IMAGE = "restic:0.18";
  private static final Duration TOOL_LIMIT = Duration.ofHours(6);
  private static final int ATTEMPTS = 3;
  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Home home;
  private final Engine engine;
  private final Images images;
  private final Pulse pulse = new Pulse();
  private final Gates gates = new Gates();

  public Restic(Home home, Engine engine, Images images) {
    this.home = home;
    this.engine = engine;
    this.images = images;
  }

  /** Hears how far restic is; called from another thread. */
  public interface Listener {
    Listener NONE = moved -> {};

    void moved(Moved moved);

    /** What is done before restic can begin, such as building its image. */
    default void note(String text) {}
  }

  /**
   * What restic said.
   *
   * @param exit its exit code; -1 when its time was over
   * @param messages every line of JSON that is neither progress nor an error
   * @param last the last lines that are no data
   * @param unread paths that it could not read
   */
  public record Result(
      int exit, List<JsonNode> messages, List<String> last, int faults, List<String> unread) {
    public Result {
      messages = List.copyOf(messages);
      last = List.copyOf(last);
      unread = List.copyOf(unread);
    }

    public boolean done() {
      return exit == ResticExit.DONE;
    }

    /** The message of this type that came last. */
    public Optional<JsonNode> message(String type) {
      return messages.reversed().stream()
          .filter(each -> each.path("message_type").asText().equals(type))
          .findFirst();
    }
  }

  /**
   * Runs the command and throws unless everything went well. What may pass by itself is tried
   * again: restic finds what it had sent before, and goes on from there.
   */
  public Result run(Task task, Listener listener) {
    Result result = persist(task, listener);
    refuse(task, result);
    return result;
  }

  /** Throws unless the command did all that it was to do. */
  public void refuse(Task task, Result result) {
    if (!result.done()) {
      throw problem(task, result).raise();
    }
  }

  /** As {@link #run}, for those who judge for themselves what came in the end. */
  public Result persist(Task task, Listener listener) {
    return persist(task, listener, () -> attempt(task, listener));
  }

  private Result persist(Task task, Listener listener, Supplier<Result> once) {
    for (int attempt = 1; ; attempt++) {
      Result result = unlocked(task, once);
      Optional<Trouble> trouble = ResticExit.trouble(task.repository(), result);
      if (attempt == ATTEMPTS
          || result.message("summary").isPresent()
          || trouble.filter(Trouble::passing).isEmpty()) {
        return result;
      }
      Duration first = task.repository().terms().patience().dividedBy(20);
      Duration pause = first.multipliedBy(1L << (2 * (attempt - 1)));
      listener.note(
          "%s; once more in %s (%d of %d)"
              .formatted(
                  trouble.map(Trouble::what).orElse(""), Moved.time(pause), attempt + 1, ATTEMPTS));
      pause(pause);
    }
  }

  private Result unlocked(Task task, Supplier<Result> once) {
    Result result = once.get();
    return result.exit() == ResticExit.LOCKED && new StaleLocks(this).remove(task.repository())
        ? once.get()
        : result;
  }

  /**
   * restic often hears no more than "forbidden", and rclone tells it that what was refused is not
   * there: the place itself is asked why.
   */
  Problem problem(Task task, Result result) {
    Problem said = ResticExit.problem(task, result);
    Optional<Trouble> known = ResticExit.trouble(task.repository(), result);
    boolean unclear =
        known.isPresent()
            ? known.get() == Trouble.DENIED || known.get() == Trouble.CREDENTIALS
            : result.exit() == ResticExit.GAVE_UP || result.exit() == ResticExit.NO_REPOSITORY;
    if (!unclear) {
      return said;
    }
    return new Survey(this)
        .trouble(task.repository())
        .map(found ->
            found
                .problem(ResticExit.named(task.repository()))
                .because(String.join("\n", result.last())))
        .orElse(said);
  }

  private void pause(Duration pause) {
    try {
      pulse.until(pause, () -> false);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What another program says that looks at a repository's place, up to a limit. */
  Said say(Repository repository, List<String> argv, List<FileSpec> files, Duration limit) {
    Collected collected = new Collected();
    int exit =
        helped(
            HelperSpec.look(repository, argv, files),
            limit,
            Listener.NONE,
            collected,
            new Patience(limit));
    return new Said(exit, collected.text(false), collected.text(true));
  }

  record Said(int exit, String out, String err) {}

  /** Runs the command; what its exit code means is the caller's to judge. */
  public Result attempt(Task task, Listener listener) {
    List<JsonNode> messages = new ArrayList<>();
    return attempt(task, listener, messages::add, messages);
  }

  /** For commands that say much: every line of JSON as it comes, and none of them kept. */
  public Result stream(Task task, Consumer<JsonNode> sink) {
    Result result = attempt(task, Listener.NONE, sink, List.of());
    refuse(task, result);
    return result;
  }

  /**
   * Runs another program of restic's image over an app's volumes, for what must not be done from
   * outside: whoever writes in them could lead us astray.
   */
  public Result tool(String app, Task.Rights rights, List<Task.Mount> mounts, String... argv) {
    List<JsonNode> messages = new ArrayList<>();
    Result result =
        work(
            HelperSpec.tool(app, rights, mounts, List.of(argv)),
            TOOL_LIMIT,
            Listener.NONE,
            messages::add,
            messages,
            new Patience(TOOL_LIMIT));
    if (!result.done()) {
      throw Problem.failed(
              "capsule.volumes",
              app
                  + ": its volumes cannot be worked on ("
                  + argv[0]
                  + ", exit code "
                  + result.exit()
                  + ")",
              "mend what it says and do it again")
          .because(String.join("\n", result.last()))
          .raise();
    }
    return result;
  }

  private Result attempt(
      Task task, Listener listener, Consumer<JsonNode> sink, List<JsonNode> messages) {
    try (Gates.Passage _ = gates.enter(task, listener)) {
      return worked(task, listener, sink, messages);
    }
  }

  private Result worked(
      Task task, Listener listener, Consumer<JsonNode> sink, List<JsonNode> messages) {
    Patience patience = new Patience(task.repository().terms().patience());
    return work(HelperSpec.restic(task), task.limit(), listener, sink, messages, patience);
  }

  /**
   * What needs a repository for itself. Empty when somebody is at work there: then nothing was
   * done. Whoever comes meanwhile waits.
   */
  public Optional<Result> alone(Task task) {
    Optional<Gates.Passage> passage = gates.alone(task.repository());
    if (passage.isEmpty()) {
      return Optional.empty();
    }
    try (Gates.Passage _ = passage.get()) {
      List<JsonNode> messages = new ArrayList<>();
      Result result = unlocked(task, () -> worked(task, Listener.NONE, messages::add, messages));
      refuse(task, result);
      return Optional.of(result);
    }
  }

  /**
   * Waits while somebody has the repository for himself, and keeps it from happening until this is
   * closed: to be held by whoever holds services still for as long as he works there.
   */
  public Gates.Passage stay(Repository repository, Listener listener) {
    return gates.enter(Task.on(repository, "backup"), listener);
  }

  private Result work(
      HelperSpec.Work work,
      Duration limit,
      Listener listener,
      Consumer<JsonNode> sink,
      List<JsonNode> messages,
      Patience patience) {
    Output output = new Output(sink, listener, patience);
    int exit = helped(work, limit, listener, output, patience);
    output.end();
    return new Result(exit, messages, output.last(), output.faults(), output.unread());
  }

  private int helped(
      HelperSpec.Work work, Duration limit, Listener listener, LogSink output, Patience patience) {
    String image = image(listener);
    engine.createVolume(
        home.prefix() + HelperSpec.CACHE,
        Volume.plain(HelperSpec.CACHE),
        Map.of(Labels.HOME, home.id(), Labels.SYSTEM, HelperSpec.CACHE));
    HelperSpec helper = new HelperSpec(home, name(), image, work);
    engine.create(helper.spec());
    try {
      engine.start(helper.name());
      return follow(limit, helper.name(), output, patience);
    } finally {
      discard(helper.name());
    }
  }

  private int follow(Duration limit, String name, LogSink output, Patience patience) {
    try (Engine.LogStream log = engine.logs(name, new LogQuery(true, -1, null, false), output)) {
      Instant end = Instant.now().plus(limit);
      Optional<Integer> ended = Optional.empty();
      while (ended.isEmpty() && Instant.now().isBefore(end) && !patience.over()) {
        Duration left = Duration.between(Instant.now(), end);
        ended = engine.awaitExit(name, left.compareTo(LOOK) < 0 ? left : LOOK);
      }
      int exit = ended.orElse(patience.over() ? ResticExit.GAVE_UP : ResticExit.TIME_OVER);
      if (ended.isEmpty()) {
        engine.stop(name, HelperSpec.GRACE);
      }
      log.await();
      return exit;
    }
  }

  private String name() {
    byte[] random = new byte[5];
    RANDOM.nextBytes(random);
    return home.prefix() + HelperSpec.SYSTEM + "-" + HexFormat.of().formatHex(random);
  }

  /** The image with restic, built if it is not here; other tools of ours are in it, too. */
  public String image(Listener listener) {
    ImageChoice choice = images.own(IMAGE);
    if (!images.present(choice)) {
      listener.note("building the image of restic");
      images.obtain(choice, line -> LOG.log(Level.DEBUG, line));
    }
    return choice.reference();
  }

  /** Ends every helper that works for the app, letting restic tidy up after itself. */
  public void cancel(String app) {
    helpers().stream()
        .filter(seen -> seen.label(Labels.FOR).equals(app))
        .forEach(seen -> discard(seen.name()));
  }

  /**
   * Removes what a daemon that died left behind, and the locks that it left in repositories. To be
   * called before anything else is begun.
   */
  public void sweep(Repositories repositories) {
    List<ContainerSeen> left = helpers();
    left.forEach(seen -> discard(seen.name()));
    Set<String> touched =
        left.stream().map(seen -> seen.label(Labels.REPOSITORY)).collect(Collectors.toSet());
    touched.remove("");
    if (!touched.isEmpty()) {
      repositories.list().stream()
          .filter(each -> touched.contains(each.name()))
          .forEach(new StaleLocks(this)::remove);
    }
  }

  private List<ContainerSeen> helpers() {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put(Labels.HOME, home.id());
    labels.put(Labels.SYSTEM, HelperSpec.SYSTEM);
    return engine.containers(labels);
  }

  /** Whether a helper of ours, other than the asking one, works on this repository. */
  boolean busy(Repository repository) {
    return helpers().stream()
        .filter(ContainerSeen::running)
        .anyMatch(seen -> seen.label(Labels.REPOSITORY).equals(repository.name()));
  }

  String hostname() {
    return HelperSpec.hostname(home);
  }

  private void discard(String name) {
    try {
      if (engine.container(name).filter(ContainerSeen::running).isPresent()) {
        engine.stop(name, HelperSpec.GRACE);
      }
      engine.remove(name);
    } catch (EngineException e) {
      // It carries our labels: the next start removes it.
      LOG.log(
          Level.WARNING,
          "the helper {0} cannot be removed now: {1}",
          name,
          Objects.requireNonNullElse(e.getMessage(), ""));
    }
  }
}
