package steading.engine;

import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import steading.compose.Build;
import steading.compose.Network;
import steading.compose.Project;
import steading.compose.Volume;

/**
 * The Docker Engine behind our own records: one method per endpoint we use. Every failure is a
 * {@link EngineException}; "already so" answers (304, a name that is already gone) are successes.
 * May be used from many threads at once.
 */
public final class Engine implements AutoCloseable {
  private final Wire wire;
  final ContainerCalls containers;
  private final NetworkCalls networks;
  private final VolumeCalls volumes;
  final ImageCalls images;
  private final RegistryCalls registry;
  private final BuildCalls builds;
  private final LogCalls logs;
  private final ExecCalls execs;
  private final EventCalls events;

  private Engine(Wire wire, Credentials credentials) {
    this.wire = wire;
    networks = new NetworkCalls(wire);
    volumes = new VolumeCalls(wire);
    containers = new ContainerCalls(wire, networks, volumes);
    images = new ImageCalls(wire);
    registry = new RegistryCalls(wire, credentials);
    builds = new BuildCalls(wire, credentials, images);
    logs = new LogCalls(wire);
    execs = new ExecCalls(wire);
    events = new EventCalls(wire);
  }

  /**
   * Finds the Engine ({@code dockerHost}, else DOCKER_HOST, else the usual socket) and negotiates
   * the API version.
   */
  public static Engine connect(@Nullable String dockerHost) {
    Map<String, String> environment = System.getenv();
    return new Engine(
        Wire.connect(EngineAddress.find(dockerHost, environment)), Credentials.of(environment));
  }

  public EngineInfo info() {
    return Seen.info(wire.ask(Call.get("/info")), wire);
  }

  /**
   * All containers, running or not, that carry every one of these labels; an empty value means any
   * value.
   */
  public List<ContainerSeen> containers(Map<String, String> labels) {
    return containers.list(labels);
  }

  public Optional<ContainerSeen> container(String nameOrId) {
    return containers.inspect(nameOrId);
  }

  /**
   * Creates the container and writes its files; returns its id. Fails with {@code NAME_TAKEN} if
   * the name is in use. When anything fails half-way, the container is gone again. A container
   * without networks and without a network mode gets the Engine's default bridge.
   */
  public String create(ContainerSpec spec) {
    return containers.create(spec, _ -> {});
  }

  /**
   * As {@link #create(ContainerSpec)}; what the Engine could not do as asked, such as limits that
   * its kernel lacks, goes to {@code warning}.
   */
  public String create(ContainerSpec spec, Consumer<String> warning) {
    return containers.create(spec, warning);
  }

  /** What the project asks for and this Engine is too old for. */
  public List<Shortfall> shortfalls(Project project) {
    return Shortfall.of(project, wire.version());
  }

  public Foreign foreign() {
    return new Foreign(containers);
  }

  public void start(String nameOrId) {
    containers.start(nameOrId);
  }

  /** Stops with the container's own signal; after {@code grace} it is killed. Gone is stopped. */
  public void stop(String nameOrId, Duration grace) {
    containers.stop(nameOrId, grace);
  }

  /** Sends a signal, such as SIGHUP. SIGKILL to a container that does not run is a success. */
  public void kill(String nameOrId, String signal) {
    containers.kill(nameOrId, signal);
  }

  /**
   * Removes a stopped or running container and the anonymous volumes that {@link #create} made for
   * its files; never another volume, named or anonymous.
   */
  public void remove(String nameOrId) {
    containers.remove(nameOrId, false);
  }

  /**
   * Waits until the container has exited; empty when the limit passed first. A container that was
   * never started counts as exited with 0.
   */
  public Optional<Integer> awaitExit(String nameOrId, Duration limit) {
    return containers.awaitExit(nameOrId, limit);
  }

  public boolean networkExists(String name) {
    return networks.exists(name);
  }

  public List<NetworkSeen> networks(Map<String, String> labels) {
    return networks.list(labels);
  }

  /** Fails with {@code NAME_TAKEN} if there is one of this name. */
  public void createNetwork(String name, Network network, Map<String, String> labels) {
    networks.create(name, network, labels);
  }

  /** Fails with {@code CONFLICT} while containers are attached. */
  public void removeNetwork(String name) {
    networks.remove(name);
  }

  /** A container that is already connected stays as it is. */
  public void connect(String network, String container, ContainerSpec.Attach attach) {
    networks.connect(network, container, attach);
  }

  public void disconnect(String network, String container) {
    networks.disconnect(network, container);
  }

  public List<VolumeSeen> volumes(Map<String, String> labels) {
    return volumes.list(labels);
  }

  public Optional<VolumeSeen> volume(String name) {
    return volumes.inspect(name);
  }

  /** Does nothing when the volume exists with the same driver. */
  public void createVolume(String name, Volume volume, Map<String, String> labels) {
    volumes.create(name, volume, labels);
  }

  /** Fails with {@code CONFLICT} while a container, running or not, uses it. */
  public void removeVolume(String name) {
    volumes.remove(name);
  }

  public Optional<ImageSeen> image(String reference) {
    return images.inspect(reference);
  }

  public List<ImageSeen> images(Map<String, String> labels) {
    return images.list(labels);
  }

  /** Fails with {@code CONFLICT} while a container uses the image or it has further tags. */
  public void removeImage(String reference) {
    images.remove(reference);
  }

  public void tag(String image, String reference) {
    images.tag(image, reference);
  }

  /**
   * Asks the reference's registry for the digest, through the Engine, for at most ten seconds;
   * empty when no registry answers. Fails with {@code DENIED} when it refuses the credentials and
   * with {@code NOT_FOUND} when it has no such image.
   */
  public Optional<String> remoteDigest(String reference) {
    return registry.digest(reference);
  }

  /**
   * Pulls by tag or digest with the credentials of the person's Docker configuration, if any;
   * progress as plain lines.
   */
  public void pull(String reference, Consumer<String> progress) {
    registry.pull(reference, null, progress);
  }

  /** As {@link #pull(String, Consumer)}, for another platform than the Engine's own. */
  public void pull(String reference, @Nullable String platform, Consumer<String> progress) {
    registry.pull(reference, platform, progress);
  }

  /**
   * Imports a root file system as an image; {@code changes} are Dockerfile instructions such as ENV
   * and CMD. Returns the image id.
   */
  public String importImage(InputStream tar, String reference, List<String> changes) {
    return images.importTar(tar, reference, changes);
  }

  /**
   * Classic builder: streams the context, returns the image id; each output line goes to {@code
   * progress}. Fails with {@code BUILD_FAILED}, which names the instruction and shows the last
   * lines.
   */
  public String build(BuildSpec spec, InputStream contextTar, Consumer<String> progress) {
    return builds.build(spec, contextTar, progress);
  }

  public record BuildSpec(
      List<String> tags,
      String dockerfile,
      Map<String, String> args,
      Map<String, String> labels,
      @Nullable String target,
      Build.Options options) {
    public BuildSpec {
      tags = List.copyOf(tags);
      args = Map.copyOf(args);
      labels = Map.copyOf(labels);
    }
  }

  /** Copies log lines to {@code sink} until the end, or until closed when following. */
  public LogStream logs(String nameOrId, LogQuery query, LogSink sink) {
    return logs.open(nameOrId, query, sink);
  }

  /**
   * @param tail number of last lines, negative for all
   */
  public record LogQuery(boolean follow, int tail, @Nullable Instant since, boolean timestamps) {}

  /** Called on the stream's own thread; a chunk need not end with a line. */
  public interface LogSink {
    void accept(boolean stderr, byte[] chunk);
  }

  public interface LogStream extends AutoCloseable {
    /**
     * Blocks until the stream has ended. Fails with {@code UNREACHABLE} when the Engine went away,
     * or with what the receiver threw.
     */
    void await();

    /** Ends the stream and its thread. */
    @Override
    void close();
  }

  /**
   * Starts a command in a running container with attached streams. Closing the session closes the
   * streams; the Engine has no way to end the command itself, which sees its input end.
   */
  public ExecSession exec(String nameOrId, ExecSpec spec, LogSink sink) {
    return execs.start(nameOrId, spec, sink);
  }

  public record ExecSpec(
      List<String> command,
      Map<String, String> environment,
      @Nullable String user,
      @Nullable String workingDir,
      boolean tty,
      boolean stdin,
      boolean privileged) {
    public ExecSpec(
        List<String> command,
        Map<String, String> environment,
        @Nullable String user,
        @Nullable String workingDir,
        boolean tty,
        boolean stdin) {
      this(command, environment, user, workingDir, tty, stdin, false);
    }

    public ExecSpec {
      command = List.copyOf(command);
      environment = Map.copyOf(environment);
    }

    /** A command with nothing special about it. */
    public static ExecSpec of(String... command) {
      return new ExecSpec(List.of(command), Map.of(), null, null, false, false);
    }

    /** Names no values: secrets may travel in the environment. */
    @Override
    public String toString() {
      return "ExecSpec[" + command + ", environment=" + environment.keySet() + "]";
    }
  }

  public interface ExecSession extends AutoCloseable {
    /** Blocks while the command does not read; fails with {@code CONFLICT} once it never will. */
    void stdin(byte[] chunk);

    void endStdin();

    void resize(int columns, int rows);

    /** Blocks until the command ended; its exit code. */
    int await();

    @Override
    void close();
  }

  /** Runs a command to its end and returns code and output: for probes and one-liners. */
  public ExecResult execAndWait(String nameOrId, ExecSpec spec, Duration limit) {
    return execs.run(nameOrId, spec, limit);
  }

  public record ExecResult(int code, String stdout, String stderr) {}

  /**
   * Container events of our labels as they happen, until closed. Every event after the return of
   * this method is seen. The stream does not reconnect: when the Engine goes away {@link
   * LogStream#await} fails with {@code UNREACHABLE}, and whoever starts anew has to look at the
   * state again, since events were missed.
   */
  public LogStream events(Map<String, String> labels, Consumer<EventSeen> sink) {
    return events.open(labels, sink);
  }

  public record EventSeen(
      String action, String containerId, Map<String, String> attributes, Instant at) {
    public EventSeen {
      attributes = Map.copyOf(attributes);
    }
  }

  /**
   * {@code apiVersion} is the negotiated one, {@code minApiVersion} the Engine's oldest, {@code
   * systemTime} what its machine's clock said as it answered.
   */
  public record EngineInfo(
      String version,
      String apiVersion,
      String minApiVersion,
      String operatingSystem,
      String architecture,
      String storageDriver,
      Path dataRoot,
      URI socket,
      int cpus,
      long memory,
      Instant systemTime) {}

  /** {@code gateways}: the addresses that the Engine's own machine has in it. */
  public record NetworkSeen(
      String id, String name, String driver, Map<String, String> labels, List<String> gateways) {}

  public record VolumeSeen(String name, String driver, Map<String, String> labels) {
    public VolumeSeen {
      labels = Map.copyOf(labels);
    }
  }

  public record ImageSeen(
      String id,
      List<String> tags,
      List<String> digests,
      Map<String, String> labels,
      long size,
      Instant created) {
    public ImageSeen {
      tags = List.copyOf(tags);
      digests = List.copyOf(digests);
      labels = Map.copyOf(labels);
    }
  }

  /** Calls hold nothing open between them; open streams are their owners' to close. */
  @Override
  public void close() {}
}
