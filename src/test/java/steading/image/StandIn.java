package steading.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import steading.compose.Program;
import steading.compose.Service;
import steading.compose.Storage;
import steading.compose.Wiring;
import steading.engine.ContainerSeen;
import steading.engine.ContainerSpec;
import steading.engine.Engine;
import steading.engine.Engine.ExecResult;
import steading.engine.Engine.ExecSpec;
import steading.engine.TestEngine;

/** One of our service images, and a container of it that can be lost and made again. */
final class StandIn {
  static final Path DIRECTORY = Path.of("recipes/images").toAbsolutePath();

  private static final Duration READY = Duration.ofMinutes(2);

  private final TestEngine test;
  private final Engine engine;
  private final String name;
  private final String image;
  private final Map<String, String> environment = new TreeMap<>();
  private final List<ContainerSpec.FileSpec> files = new ArrayList<>();
  private List<String> command = List.of();
  private @Nullable String data;

  /** Builds the image unless it is here; never pulls the one it stands in for. */
  StandIn(TestEngine test, String wanted) {
    this.test = test;
    this.engine = test.engine();
    this.name = test.name("standin");
    ServiceImages ours = new ServiceImages(DIRECTORY);
    Sources sources = new Sources(ours);
    Registries silent = new Registries(_ -> Optional.empty(), Clock.systemUTC());
    Choices choices = new Choices(engine, silent, ours, sources);
    ImageChoice choice = choices.ours(wanted, Reference.parse(wanted)).orElseThrow();
    new Builds(engine, choices, new Bases(engine, silent), sources)
        .obtain(choice, Set.of(), _ -> {});
    this.image = choice.reference();
  }

  StandIn with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  StandIn file(String path, String content) {
    files.add(
        new ContainerSpec.FileSpec(path, content.getBytes(StandardCharsets.UTF_8), 0, 0, 0444));
    return this;
  }

  StandIn command(String... words) {
    command = List.of(words);
    return this;
  }

  /** Keeps this directory in a volume, which outlives the container. */
  StandIn keeping(String path) {
    data = path;
    test.volume("data");
    return this;
  }

  StandIn start() {
    Service service = Service.of("standin", image);
    Program program = new Program(null, null, environment, null, null, false, false, false);
    List<Storage.Mount> mounts =
        data == null
            ? List.of()
            : List.of(new Storage.Mount(Storage.Kind.VOLUME, "data", data, false, 0, null));
    Wiring fixedHostname =
        new Wiring(Map.of(), List.of(), List.of(), "node", null, List.of(), List.of(), List.of());
    test.run(
        new ContainerSpec(
            name,
            image,
            service
                .withProgram(command.isEmpty() ? program : program.withCommand(command))
                .withWiring(fixedHostname)
                .withStorage(new Storage(mounts, List.of(), List.of())),
            Map.of(),
            Map.of("data", test.name("data")),
            test.labels(),
            files,
            List.of()));
    return this;
  }

  /** Waits for the command to succeed inside. */
  StandIn ready(String... probe) {
    TestEngine.eventually(
        image + " is ready", READY, () -> running() && run(Map.of(), probe).code() == 0);
    return this;
  }

  private boolean running() {
    if (!seen().running()) {
      throw new AssertionError(image + " has ended:\n" + output());
    }
    return true;
  }

  /** Waits until this was said so many times. */
  StandIn said(String words, int times) {
    TestEngine.eventually(
        words, READY, () -> running() && output().split(words, -1).length > times);
    return this;
  }

  /** The power goes off as soon as this was said. */
  StandIn dieAfter(String words) {
    said(words, 1);
    engine.kill(name, "SIGKILL");
    TestEngine.eventually("killed", () -> !seen().running());
    return this;
  }

  /** Stops as the image asks to be stopped; the exit code. */
  int stop() {
    engine.stop(name, Duration.ofSeconds(60));
    return seen().exitCode();
  }

  StandIn startAgain() {
    engine.start(name);
    return this;
  }

  /** Another container takes the place of this one, on the same data. */
  StandIn replace() {
    stop();
    engine.remove(name);
    return start();
  }

  void signal(String signal) {
    engine.kill(name, signal);
  }

  /** What it said before it refused to go on. */
  String refusal() {
    Optional<Integer> code = engine.awaitExit(name, Duration.ofSeconds(30));
    assertThat(code).isPresent().get().isNotEqualTo(0);
    String said = output();
    engine.remove(name);
    return said;
  }

  ExecResult run(Map<String, String> variables, String... words) {
    return engine.execAndWait(
        name,
        new ExecSpec(List.of(words), variables, null, null, false, false),
        Duration.ofSeconds(60));
  }

  String output(Map<String, String> variables, String... words) {
    ExecResult result = run(variables, words);
    assertThat(result.code()).as(result.stdout() + result.stderr()).isZero();
    return result.stdout().strip();
  }

  HttpResponse<String> get(int port, String path) throws IOException {
    URI uri = URI.create("http://" + address() + ":" + port + path);
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** As other containers reach it. */
  String address() {
    return seen().networks().values().iterator().next();
  }

  String output() {
    return test.output(name);
  }

  private ContainerSeen seen() {
    return engine.container(name).orElseThrow();
  }
}
