package steading.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.app.App;
import steading.app.AppLoader;
import steading.app.AppStore;
import steading.app.Home;
import steading.app.Secrets;
import steading.apply.Checkpoint;
import steading.apply.Journal;
import steading.apply.Journal.JobRun;
import steading.apply.Targets;
import steading.compose.Service;
import steading.compose.Volume;
import steading.engine.ContainerSpec;
import steading.engine.Engine;
import steading.engine.TestEngine;
import steading.image.Images;
import steading.plan.Labels;

/** Jobs on the real Engine, without a daemon around them. */
@Tag("engine")
class JobsTest {
  private static final String RECIPE =
      """
      title: Shop
      versions: [{version: "1"}]
      settings: {word: {default: first}}
      jobs:
        say: {service: web, command: [sh, -c, 'echo "$WORD $(ls /data)"'], limit: 1m}
      """;

  @TempDir private Path directory;
  private final Engine engine = Engine.connect(null);
  private String id = "";
  private Journal journal;
  private AppStore store;
  private Jobs jobs;

  @BeforeEach
  void open() throws IOException {
    byte[] random = new byte[3];
    new Random().nextBytes(random);
    id = "t" + HexFormat.of().formatHex(random);
    Path recipe = Files.createDirectories(directory.resolve("recipes/shop"));
    Files.writeString(recipe.resolve("recipe.yaml"), RECIPE);
    String image = TestEngine.tinyImage();
    Files.writeString(
        recipe.resolve("compose.yaml"),
        """
        services:
          web: {image: "%s", environment: {WORD: "${WORD}"}, volumes: [data:/data], network_mode: none}
        volumes: {data: }
        """
            .formatted(image));
    Home home = new Home(directory, id, 80, 443, null, directory.resolve("recipes"));
    store = new AppStore(home);
    Secrets secrets = new Secrets(home);
    Images images = new Images(engine, directory.resolve("recipes"));
    journal = Journal.open(directory.resolve("state.db"), Clock.systemUTC(), Checkpoint.NONE);
    Targets targets =
        new Targets(home, engine, store, new AppLoader(home, store, secrets), secrets, images);
    jobs = new Jobs(engine, store, targets, journal, Clock.systemUTC());
    store.create(app("first"));
    store.record(store.load("shop"), Map.of(image, image), List.of(), "test", "test");
    engine.createVolume(
        data(), new Volume("data", null, false, null, Map.of(), Map.of()), Map.of());
  }

  @AfterEach
  void close() {
    engine.containers(Map.of(Labels.HOME, id)).forEach(c -> engine.remove(c.name()));
    engine.removeVolume(data());
    journal.close();
    engine.close();
  }

  private static App app(String word) {
    return new App("shop", "shop", "1", List.of(), null, Map.of("word", word), Map.of(), true);
  }

  private String data() {
    return "stead-" + id + "-shop_data";
  }

  private JobRun run(String job) {
    return jobs.run("shop", job, (stderr, chunk) -> {});
  }

  @Test
  void aJobRunsInTheAppAsItWasAppliedAndNotAsItsFileWasEdited() {
    store.save(app("second"));
    assertThat(run("say").output()).startsWith("first");
  }

  @Test
  void Promise_data_a_job_makes_no_empty_volume_where_data_was() {
    engine.removeVolume(data());
    assertThatThrownBy(() -> run("say")).hasMessageContaining("\"" + data() + "\" is gone");
    assertThat(engine.volume(data())).isEmpty();
  }

  @Test
  void aJobThatADaemonLeftBehindIsGivenItsOwnLimitAndNotRunBesideItself() {
    ContainerSpec left = leftBehind(Duration.ofSeconds(3));
    engine.create(left);
    engine.start(left.name());
    jobs.settleAll(id);
    assertThatThrownBy(() -> run("say")).hasMessageContaining("is running already");
    TestEngine.eventually(
        "it is ended", Duration.ofSeconds(30), () -> engine.container(left.name()).isEmpty());
    assertThat(journal.jobRuns("shop", "say", 9))
        .singleElement()
        .satisfies(run -> assertThat(run.exitCode()).isEqualTo(-1));
  }

  private ContainerSpec leftBehind(Duration limit) {
    Service service = Service.of("web", TestEngine.tinyImage());
    Map<String, String> labels =
        Map.of(
            Labels.HOME,
            id,
            Labels.APP,
            "shop",
            Labels.TASK,
            Jobs.TASK_PREFIX + "say",
            Labels.LIMIT,
            String.valueOf(limit.toSeconds()));
    return new ContainerSpec(
        "stead-" + id + "-shop-job-say",
        TestEngine.tinyImage(),
        service.withProgram(service.program().withCommand(List.of("sleep", "600"))),
        Map.of(),
        Map.of(),
        labels,
        List.of(),
        List.of());
  }

  @Test
  void aJobThatIsNotThereIsToldWithThoseThatAre() {
    assertThatThrownBy(() -> run("sya")).hasMessageContaining("no job");
  }
}
