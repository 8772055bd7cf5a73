package steading.journey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import steading.engine.ContainerSeen;
import steading.engine.Engine;
import steading.engine.TestEngine;
import steading.image.ImageChoice;
import steading.image.ImageLock;
import steading.image.Images;
import steading.plan.Labels;

/**
 * A stack as a person runs it under Debian 13's Docker Compose: PostgreSQL with 1,000 rows, and a
 * web server that shows a page. Closing it removes everything that carries its project's name.
 */
final class ComposeStack implements AutoCloseable {
  static final int ROWS = 1000;
  private static final String COMPOSE =
      """
      services:
        db:
          image: %s
          restart: unless-stopped
          environment:
            POSTGRES_PASSWORD: ${DB_PASSWORD}
            NOTE: ${NOTE:-}
          volumes: ["data:/var/lib/postgresql/data"]
          healthcheck:
            test: [CMD, pg_isready, -h, 127.0.0.1, -U, postgres]
            interval: 1s
            retries: 30
          ulimits: {nofile: 4096}
          stop_grace_period: 20s
        web:
          image: %s
          command: ["httpd", "-f", "-p", "8000", "-h", "/srv"]
          init: true
          depends_on: {db: {condition: service_healthy}}
          stop_grace_period: 1s
          labels: {kind: page}
          volumes: ["./site:/srv:ro"]
          ports: ["127.0.0.1::8000"]
      volumes: {data: }
      """;

  final Path directory;
  final String project;
  private final Engine engine;
  private final Path binary;

  private ComposeStack(Engine engine, Path directory) {
    this.engine = engine;
    this.directory = directory;
    this.project = "legacy" + Long.toString(System.nanoTime(), 36);
    this.binary = binary();
  }

  /** A fresh stack, up and filled. */
  static ComposeStack up(Engine engine) {
    try {
      ComposeStack stack = new ComposeStack(engine, Files.createTempDirectory("steading-stack"));
      Files.createDirectories(stack.directory.resolve("site"));
      stack.write("site/index.html", "the page");
      stack.write(".env", "DB_PASSWORD=s3cret-of-old\n");
      stack.write("compose.yaml", COMPOSE.formatted(postgres(engine), TestEngine.tinyImage()));
      stack.compose("up", "-d");
      stack.sql("create table entry as select generate_series(1, " + ROWS + ") as number");
      return stack;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String postgres(Engine engine) {
    Images images = new Images(engine, Path.of("recipes", "images").toAbsolutePath());
    ImageChoice choice = images.choose("postgres:17", ImageLock.EMPTY);
    images.obtain(choice, _ -> {});
    return choice.reference();
  }

  /** The same as the benchmark's: fetched once from Debian, with the machine's own apt. */
  private static synchronized Path binary() {
    Path binary = Path.of("target", "bench", "cli-plugins", "docker-compose").toAbsolutePath();
    if (!Files.isExecutable(binary)) {
      run(
          Path.of("").toAbsolutePath(),
          List.of(
              "bash",
              "-euc",
              "program=test; here=$PWD; source bin/lib.sh; source bench/setup.sh; need_compose"));
    }
    return binary;
  }

  Path file() {
    return directory.resolve("compose.yaml");
  }

  ComposeStack write(String name, String text) {
    try {
      Files.writeString(directory.resolve(name), text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ComposeStack edit(String from, String to) {
    try {
      String text = Files.readString(file());
      if (!text.contains(from)) {
        throw new AssertionError(from + " is not in the file");
      }
      return write("compose.yaml", text.replace(from, to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void compose(String... arguments) {
    List<String> command = new ArrayList<>(List.of(binary.toString(), "-p", project));
    command.addAll(List.of(arguments));
    run(directory, command);
  }

  private static void run(Path directory, List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      byte[] said = process.getInputStream().readAllBytes();
      if (process.waitFor() != 0) {
        throw new AssertionError(command + "\n" + new String(said, StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** The stack's own containers, not an app's. */
  List<ContainerSeen> containers() {
    return engine.containers(Map.of(Labels.COMPOSE_PROJECT, project)).stream()
        .filter(seen -> seen.label(Labels.HOME).isEmpty())
        .sorted(Comparator.comparing(ContainerSeen::name))
        .toList();
  }

  List<String> states() {
    return containers().stream().map(c -> c.id() + " " + c.state()).toList();
  }

  /** Whichever container has the data at the moment, by Compose or by Steading. */
  List<ContainerSeen> databases() {
    return engine.containers(Map.of(Labels.COMPOSE_SERVICE, "db")).stream()
        .filter(
            seen -> seen.mounts().stream().anyMatch(m -> (project + "_data").equals(m.volume())))
        .toList();
  }

  List<String> volumes() {
    return engine.volumes(Map.of()).stream()
        .map(Engine.VolumeSeen::name)
        .filter(name -> name.contains(project))
        .toList();
  }

  String sql(String statement) {
    String name =
        databases().stream().filter(ContainerSeen::running).findFirst().orElseThrow().name();
    Engine.ExecResult result =
        engine.execAndWait(
            name,
            Engine.ExecSpec.of(
                "psql", "-U", "postgres", "-v", "ON_ERROR_STOP=1", "-tAc", statement),
            Duration.ofSeconds(30));
    if (result.code() != 0) {
      throw new AssertionError(result.stderr());
    }
    return result.stdout().strip();
  }

  int rows() {
    return Integer.parseInt(sql("select count(*) from entry"));
  }

  @Override
  public void close() {
    containers().forEach(c -> engine.remove(c.id()));
    engine.networks(Map.of(Labels.COMPOSE_PROJECT, project)).stream()
        .filter(n -> !n.labels().containsKey(Labels.HOME))
        .forEach(n -> engine.removeNetwork(n.name()));
    if (engine.volume(project + "_data").isPresent()) {
      engine.removeVolume(project + "_data");
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
