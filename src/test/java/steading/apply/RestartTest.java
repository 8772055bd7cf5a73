package steading.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
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
import steading.engine.ContainerSeen;
import steading.engine.Engine;
import steading.engine.TestEngine;
import steading.image.Images;

/** A restart on the real Engine. */
@Tag("engine")
class RestartTest {
  private static final Deployer.Origin TEST = new Deployer.Origin("test", "test");

  @TempDir private Path directory;
  private final Engine engine = Engine.connect(null);
  private final String image = TestEngine.tinyImage();
  private String id = "";
  private Journal journal;
  private AppStore store;
  private Deployer deployer;

  @BeforeEach
  void open() throws IOException {
    byte[] random = new byte[3];
    new Random().nextBytes(random);
    id = "t" + HexFormat.of().formatHex(random);
    Path recipe = Files.createDirectories(directory.resolve("recipes/shop"));
    Files.writeString(
        recipe.resolve("recipe.yaml"),
        """
        title: Shop
        versions: [{version: "1"}]
        settings: {word: {default: first}}
        """);
    Files.writeString(
        recipe.resolve("compose.yaml"),
        """
        services:
          web:
            image: "%s"
            command: [sleep, "600"]
            init: true
            environment: {WORD: "${WORD}"}
        """
            .formatted(image));
    Home home = new Home(directory, id, 80, 443, null, directory.resolve("recipes"));
    store = new AppStore(home);
    Secrets secrets = new Secrets(home);
    Images images = new Images(engine, directory.resolve("recipes"));
    journal = Journal.open(directory.resolve("state.db"), Clock.systemUTC(), Checkpoint.NONE);
    Targets targets =
        new Targets(home, engine, store, new AppLoader(home, store, secrets), secrets, images);
    Observer observer = new Observer(engine, Stack.NOWHERE, journal, home);
    deployer =
        new Deployer(
            home, engine, images, Stack.NOWHERE, store, targets, observer, journal, new Pulse());
    store.create(app("first"));
  }

  @AfterEach
  void close() {
    Map<String, String> own = Ownership.filter(id, "shop");
    engine.containers(own).forEach(c -> engine.remove(c.name()));
    engine.networks(own).forEach(n -> engine.removeNetwork(n.name()));
    journal.close();
    engine.close();
  }

  private static App app(String word) {
    return new App("shop", "shop", "1", List.of(), null, Map.of("word", word), Map.of(), true);
  }

  private ContainerSeen web() {
    List<ContainerSeen> found = engine.containers(Ownership.filter(id, "shop"));
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  @Test
  void anEditThatNobodyWasShownWaitsForAnApply() {
    store.record(store.load("shop"), Map.of(image, image), List.of(), "test", "test");
    deployer.deploy(deployer.draft(store.load("shop")), TEST, Progress.SILENT);
    String container = web().id();
    Instant started = web().startedAt();
    List<Integer> revisions = store.numbers("shop");
    store.save(app("second"));

    deployer.deploy(deployer.restart("shop", null), TEST, Progress.SILENT);

    assertThat(web().id()).isEqualTo(container);
    assertThat(web().startedAt()).isAfter(started);
    assertThat(store.load("shop")).isEqualTo(app("second"));
    assertThat(store.numbers("shop")).isEqualTo(revisions);
    assertThat(deployer.draft(store.load("shop")).plan().text()).contains("environment changed");
  }

  @Test
  void whatWasNeverAppliedIsNotRestarted() {
    assertThatThrownBy(() -> deployer.restart("shop", null))
        .hasMessageContaining("not applied yet");
  }
}
