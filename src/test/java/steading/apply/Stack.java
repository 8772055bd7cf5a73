package steading.apply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import steading.app.App;
import steading.app.Home;
import steading.compose.ComposeLoader;
import steading.compose.FileSource;
import steading.compose.Project;
import steading.compose.Service;
import steading.engine.ContainerSeen;
import steading.engine.Engine;
import steading.engine.TestEngine;
import steading.image.ImageChoice;
import steading.image.Images;
import steading.plan.Desired;
import steading.plan.DesiredBuilder;
import steading.plan.Labels;
import steading.plan.Plan;
import steading.plan.Step;
import steading.problem.Problem;
import steading.problem.Problems;
import steading.recipe.Recipe;

/**
 * A Compose file on the real Engine, from the text to running containers, without daemon, gateway
 * and policy. Every service runs the tiny image.
 */
final class Stack implements AutoCloseable {
  static final Routes NOWHERE = new NoRoutes();

  final String app;
  final Engine engine = Engine.connect(null);
  final Problems warnings = new Problems();
  final List<String> said = new ArrayList<>();
  private String image = TestEngine.tinyImage();
  private final Path directory;
  final String home;
  private final Journal journal;
  private final Convergence convergence;

  Stack(Path directory) {
    byte[] random = new byte[3];
    new Random().nextBytes(random);
    this.home = "t" + HexFormat.of().formatHex(random);
    this.app = "app" + home;
    this.directory = directory;
    this.journal = Journal.open(directory.resolve("state.db"), Clock.systemUTC(), Checkpoint.NONE);
    Images images = new Images(engine, directory.resolve("images"));
    Pulse pulse = new Pulse();
    StepRunner runner = new StepRunner(engine, images, NOWHERE, journal, pulse, home);
    this.convergence =
        new Convergence(
            engine,
            new Observer(
                engine,
                NOWHERE,
                journal,
                new Home(Path.of("/none"), home, 80, 443, null, Path.of("/none"))),
            new Executor(runner, journal),
            pulse);
  }

  /** From now on, services start from the tiny image with these lines of a Dockerfile. */
  void startFrom(String... changes) {
    image = TestEngine.tinyImage("steading-test/" + app + ":1", List.of(changes));
  }

  Desired desired(String yaml) {
    try {
      Files.writeString(directory.resolve("compose.yaml"), yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Problems problems = new Problems();
    Project project =
        ComposeLoader.load(
            List.of(directory.resolve("compose.yaml")),
            Map.of(),
            app,
            directory,
            problems,
            warnings);
    assertThat(problems.list().stream().map(Problem::text)).isEmpty();
    Map<String, ImageChoice> images = new LinkedHashMap<>();
    for (Service service : project.services().values()) {
      images.put(service.name(), new ImageChoice.Pulled(image, image));
    }
    return DesiredBuilder.build(
        new DesiredBuilder.Source(
            new App(app, app, "1", List.of(), null, Map.of(), Map.of(), true),
            recipe(),
            project,
            home,
            "stead-" + home + "-",
            images,
            Stack::content,
            text -> HexFormat.of().toHexDigits(text.hashCode()) + text.length() + "aaaaaaaaaaaa"));
  }

  private Recipe recipe() {
    return new Recipe(
        app, directory, app, "", Map.of(), List.of(), Map.of(), Map.of(), Map.of(), List.of(), null,
        List.of(), List.of(), List.of());
  }

  private static byte[] content(FileSource source) {
    return source instanceof FileSource.Inline inline
        ? inline.content().getBytes(StandardCharsets.UTF_8)
        : new byte[0];
  }

  /** Makes networks, volumes and containers, and starts nothing. */
  void create(String yaml) {
    Desired desired = desired(yaml);
    foundations(desired);
    for (Desired.ServiceWanted service : desired.services()) {
      var blueprint = service.blueprint();
      Map<String, String> partners = new LinkedHashMap<>();
      blueprint.service().partners().forEach(p -> partners.put(p, name(p)));
      engine.create(blueprint.as(name(service.name()), blueprint.labels(), partners), said::add);
    }
  }

  private void foundations(Desired desired) {
    for (Desired.NetworkWanted network : desired.networks()) {
      if (network.spec() != null) {
        engine.createNetwork(network.real(), network.spec(), Ownership.filter(home, app));
      }
    }
    for (Desired.VolumeWanted volume : desired.volumes()) {
      if (volume.spec() != null) {
        engine.createVolume(volume.real(), volume.spec(), Ownership.filter(home, app));
      }
    }
  }

  /** Does what the plan says until there is nothing left to do. */
  void up(String yaml) {
    converge(desired(yaml));
  }

  Plan plan(String yaml) {
    return convergence.plan(desired(yaml));
  }

  void converge(Desired desired) {
    long operation = journal.begin(app, Journal.Kind.DEPLOY, "", "", "test", "test");
    convergence.run(operation, desired, null, Progress.SILENT);
  }

  String name(String service) {
    return "stead-" + home + "-" + app + "-" + service + "-1";
  }

  /** The name of the project's network or volume on the Engine. */
  String real(String name) {
    return "stead-" + home + "-" + app + "_" + name;
  }

  long running(String service) {
    return engine.containers(Ownership.filter(home, app)).stream()
        .filter(c -> c.running() && c.label(Labels.SERVICE).equals(service))
        .count();
  }

  /** As if the app had had these volumes before. */
  void know(String... volumes) {
    for (String volume : volumes) {
      journal.knowVolume(app, volume);
    }
  }

  /** In what the service's container would differ from the file if Compose had made it. */
  List<String> differences(String yaml, String service) {
    return desired(yaml).services().stream()
        .filter(wanted -> wanted.name().equals(service))
        .map(wanted -> engine.foreign().differences(container(service).id(), wanted.blueprint()))
        .findFirst()
        .orElseThrow();
  }

  /** As after a crash between a container's start and its hooks. */
  void forgetHooks(String service) {
    journal.unmark(app, Step.RunHooks.mark(container(service).name()));
  }

  /** The service's only container. */
  ContainerSeen container(String service) {
    Map<String, String> labels = new LinkedHashMap<>(Ownership.filter(home, app));
    labels.put(Labels.SERVICE, service);
    List<ContainerSeen> found = engine.containers(labels);
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  JsonNode inspect(String service) {
    return TestEngine.inspect("containers", container(service).name());
  }

  /** What a command prints in the service's container. */
  String in(String service, String... command) {
    Engine.ExecResult result =
        engine.execAndWait(
            container(service).name(), Engine.ExecSpec.of(command), Duration.ofSeconds(20));
    return (result.stdout() + result.stderr()).strip();
  }

  @Override
  public void close() {
    Map<String, String> own = Ownership.filter(home, app);
    engine.containers(own).forEach(c -> engine.remove(c.name()));
    engine.networks(own).forEach(n -> engine.removeNetwork(n.name()));
    engine.volumes(own).forEach(v -> engine.removeVolume(v.name()));
    if (!image.equals(TestEngine.tinyImage())) {
      engine.removeImage(image);
    }
    journal.close();
    engine.close();
  }
}
