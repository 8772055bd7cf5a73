package steading.journey;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import steading.apply.Pulse;
import steading.engine.Engine;
import steading.plan.Labels;

/**
 * An installation of its own beside whatever else runs on this Engine: own home, free ports, the
 * command line as people use it. Closing it removes everything that carries its home's id.
 */
final class Installation implements AutoCloseable {
  /** Enough for an install that builds every image first. */
  static final Duration LONG = Duration.ofMinutes(25);

  /** Nothing begins by itself that a test did not ask for, at whatever hour it runs. */
  static final String QUIET = "backup: {schedule: none, drill: none}\n";

  final Path home;
  final int httpPort;
  final int httpsPort;
  final Engine engine;
  private final @Nullable PrivateEngine own;

  private Installation(Path home, @Nullable PrivateEngine own) {
    this.home = home;
    this.httpPort = freePort();
    this.httpsPort = freePort();
    this.own = own;
    this.engine = Engine.connect(own == null ? null : own.host());
  }

  static Installation fresh() {
    return new Installation(directory(), null);
  }

  /** On an Engine of its own, which may be killed. */
  static Installation on(PrivateEngine engine) {
    return new Installation(directory(), engine);
  }

  /** In a directory that is there already, for example on a small disk. */
  static Installation in(Path home) {
    return new Installation(home, null);
  }

  private static Path directory() {
    try {
      Path home = Files.createTempDirectory("steading-test");
      Files.writeString(home.resolve("steading.yaml"), QUIET);
      return home;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a command ended with. */
  record Result(int code, String out, String err, Duration took) {
    Result ok() {
      if (code != 0) {
        throw new AssertionError("exit code " + code + "\n" + out + "\n" + err);
      }
      return this;
    }
  }

  Result stead(String... arguments) {
    return stead(Map.of(), arguments);
  }

  Result stead(Map<String, String> environment, String... arguments) {
    Instant start = Instant.now();
    Process process = begin(environment, arguments);
    CompletableFuture<byte[]> err =
        CompletableFuture.supplyAsync(
            () -> all(process.getErrorStream()), Thread::startVirtualThread);
    byte[] out = all(process.getInputStream());
    return new Result(
        await(process), text(out), text(err.join()), Duration.between(start, Instant.now()));
  }

  Process begin(Map<String, String> environment, String... arguments) {
    return begin(builder(List.of(), environment, arguments));
  }

  /** Begun so that Ctrl-C reaches it, also where the tests run in the background and ignore it. */
  Process beginAtATerminal(String... arguments) {
    return begin(builder(List.of("env", "--default-signal=INT"), Map.of(), arguments));
  }

  /** As a program of another, {@code strace} for example, that writes into a file. */
  Process beginUnder(
      List<String> under, Map<String, String> environment, Path said, String... arguments) {
    return begin(
        builder(under, environment, arguments)
            .redirectErrorStream(true)
            .redirectOutput(said.toFile()));
  }

  private ProcessBuilder builder(
      List<String> under, Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>(under);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-Dsteading.source=" + Path.of("").toAbsolutePath(),
            "-cp",
            System.getProperty("java.class.path"),
            "steading.cli.Main"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> env = builder.environment();
    env.put("STEADING_HOME", home.toString());
    env.put("STEADING_HTTP_PORT", Integer.toString(httpPort));
    env.put("STEADING_HTTPS_PORT", Integer.toString(httpsPort));
    env.put("NO_COLOR", "1");
    env.remove("STEADING_DIE_AT");
    if (own != null) {
      env.put("DOCKER_HOST", own.host());
    }
    env.putAll(environment);
    return builder;
  }

  private static Process begin(ProcessBuilder builder) {
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int await(Process process) {
    try {
      if (!process.waitFor(LONG.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the command did not end in " + LONG);
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static byte[] all(InputStream stream) {
    try (stream) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      stream.transferTo(all);
      return all.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  String id() {
    try {
      return Files.readString(home.resolve("id")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Map<String, String> label() {
    Map<String, String> label = new LinkedHashMap<>();
    label.put(Labels.HOME, id());
    return label;
  }

  Web web(String host) {
    return new Web(own == null ? "127.0.0.1" : own.address(), host, httpsPort);
  }

  /** The names of this installation's containers that are not the gateway's. */
  List<String> containers() {
    return engine.containers(label()).stream()
        .map(c -> c.name())
        .filter(n -> !n.endsWith("-gateway"))
        .sorted()
        .toList();
  }

  /** The names of this installation's volumes that are some app's. */
  List<String> volumes() {
    return engine.volumes(label()).stream()
        .filter(v -> !v.labels().containsKey(Labels.SYSTEM))
        .map(Engine.VolumeSeen::name)
        .sorted()
        .toList();
  }

  /** How many checkpoints of the journal a daemon passed that was told to count them. */
  int checkpointsPassed() throws IOException {
    return Integer.parseInt(Files.readString(home.resolve("run").resolve("checkpoints")).strip());
  }

  /** Takes away the images that were built for a recipe that is a test's own. */
  void removeImagesOf(String recipe) {
    engine.images(Map.of()).stream()
        .flatMap(image -> image.tags().stream())
        .filter(tag -> tag.startsWith("steading/" + recipe + ":"))
        .forEach(engine::removeImage);
  }

  /** Waits for a state with a deadline; says what was waited for when it does not come. */
  static void await(String what, Duration limit, BooleanSupplier condition) {
    Pulse pulse = new Pulse();
    try {
      if (!pulse.until(limit, condition)) {
        throw new AssertionError("waited " + limit.toSeconds() + " s in vain: " + what);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  void stopDaemon() {
    stead("serve", "--stop");
  }

  long daemonPid() {
    try {
      return Long.parseLong(
          Files.readString(home.resolve("run").resolve("daemon.pid")).split(" ", 2)[0].strip());
    } catch (IOException e) {
      return -1;
    }
  }

  /** The daemon dies as by a power cut of its own: no hook runs. */
  void killDaemon() {
    ProcessHandle.of(daemonPid())
        .ifPresent(p -> {
          p.destroyForcibly();
          p.onExit().join();
        });
  }

  @Override
  public void close() {
    if (Files.exists(home.resolve("id"))) {
      stopDaemon();
      engine.containers(label()).forEach(c -> engine.remove(c.name()));
      engine.networks(label()).forEach(n -> engine.removeNetwork(n.name()));
      engine.volumes(label()).forEach(v -> engine.removeVolume(v.name()));
    }
    engine.close();
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
