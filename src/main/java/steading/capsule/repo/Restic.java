package steading.capsule.repo;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import steading.app.Home;
import steading.compose.Volume;
import steading.engine.ContainerSeen;
import steading.engine.Engine;
import steading.engine.Engine.LogQuery;
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
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Home home;
  private final Engine engine;
  private final Images images;

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

  /** Runs the command and throws unless everything went well. */
  public Result run(Task task, Listener listener) {
    Result result = attempt(task, listener);
    if (result.exit() == ResticExit.LOCKED && new StaleLocks(this).remove(task.repository())) {
      result = attempt(task, listener);
    }
    refuse(task, result);
    return result;
  }

  /** Throws unless the command did all that it was to do. */
  public void refuse(Task task, Result result) {
    if (!result.done()) {
      throw ResticExit.problem(task, result).raise();
    }
  }

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
            messages);
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
    return work(HelperSpec.restic(task), task.limit(), listener, sink, messages);
  }

  private Result work(
      HelperSpec.Work work,
      Duration limit,
      Listener listener,
      Consumer<JsonNode> sink,
      List<JsonNode> messages) {
    String image = image(listener);
    engine.createVolume(
        home.prefix() + HelperSpec.CACHE,
        Volume.plain(HelperSpec.CACHE),
        Map.of(Labels.HOME, home.id(), Labels.SYSTEM, HelperSpec.CACHE));
    HelperSpec helper = new HelperSpec(home, name(), image, work);
    Output output = new Output(sink, listener::moved);
    engine.create(helper.spec());
    try {
      engine.start(helper.name());
      int exit = follow(limit, helper.name(), output);
      output.end();
      return new Result(exit, messages, output.last(), output.faults(), output.unread());
    } finally {
      discard(helper.name());
    }
  }

  private int follow(Duration limit, String name, Output output) {
    try (Engine.LogStream log = engine.logs(name, new LogQuery(true, -1, null, false), output)) {
      int exit = engine.awaitExit(name, limit).orElse(-1);
      if (exit == -1) {
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
