package steading.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import steading.problem.Exit;
import steading.problem.ProblemException;
import steading.problem.Problems;

class AppStoreTest {
  private static final Instant NOW = Instant.parse("2026-05-04T03:02:01Z");
  private static final App SHOP =
      new App(
          "shop",
          "hello",
          "1.0.0",
          List.of("shop.example.org"),
          null,
          Map.of("greeting", "Hi"),
          Map.of("web", 2),
          true);

  @TempDir private Path directory;
  private Home home;
  private AppStore store;

  @BeforeEach
  void open() {
    home = new Home(directory, "abc123", 80, 443, null, directory.resolve("recipes"));
    store = new AppStore(home, InstantSource.fixed(NOW));
  }

  @Test
  void anAppIsThereOnceCreated() {
    assertThat(store.names()).isEmpty();

    store.create(SHOP);

    assertThat(store.names()).containsExactly("shop");
    assertThat(store.load("shop")).isEqualTo(SHOP);
    store.save(SHOP.withRunning(false));
    assertThat(store.list(new Problems())).containsExactly(SHOP.withRunning(false));
  }

  @Test
  void anUnknownAppIsNotFoundAndTheNearestIsNamed() {
    store.create(SHOP);

    ProblemException problem = refusal(() -> store.load("shpo"));

    assertThat(problem.exit()).isEqualTo(Exit.NOT_FOUND);
    assertThat(problem).hasMessageContaining("did you mean shop?");
    assertThatThrownBy(() -> store.save(named("other"))).hasMessageContaining("no app");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../shop", "", ".", "/etc", "a\u0000b", "\u001b[31m", "gateway"})
  void hostileNamesReachNoFile(String name) {
    assertThat(refusal(() -> store.load(name)).exit()).isEqualTo(Exit.NOT_FOUND);
    assertThat(refusal(() -> store.create(named(name))).exit()).isEqualTo(Exit.USAGE);
    assertThat(refusal(() -> store.trash(name, List.of())).exit()).isEqualTo(Exit.NOT_FOUND);
    assertThat(refusal(() -> store.restore(name)).exit()).isEqualTo(Exit.NOT_FOUND);
    assertThat(refusal(() -> store.purge(name)).exit()).isEqualTo(Exit.NOT_FOUND);
    assertThat(refusal(() -> store.revision(name, 1)).exit()).isEqualTo(Exit.NOT_FOUND);
    assertThat(store.applied(name)).isEmpty();
  }

  @Test
  void aNameIsTakenOnce() {
    store.create(SHOP);

    assertThatThrownBy(() -> store.create(SHOP)).hasMessageContaining("already");
  }

  @Test
  void oneBrokenFileDoesNotHideTheOthers() throws IOException {
    store.create(SHOP);
    store.create(named("wiki"));
    Files.writeString(home.appDirectory("shop").resolve("app.yaml"), "recipe: [");
    Problems problems = new Problems();

    assertThat(store.list(problems)).extracting(App::name).containsExactly("wiki");
    assertThat(problems.any()).isTrue();
  }

  @Test
  void everyApplicationIsRecorded() {
    store.create(SHOP);
    assertThat(store.applied("shop")).isEmpty();

    Revision first =
        store.record(SHOP, Map.of("debian:12", "debian@sha256:ab"), List.of(), "root", "install");
    store.record(SHOP.withRunning(false), Map.of(), List.of(), "ann", "stead stop: \"x\"\n# y");

    assertThat(first.number()).isEqualTo(1);
    assertThat(store.revision("shop", 1)).isEqualTo(first);
    Revision latest = store.applied("shop").orElseThrow();
    assertThat(latest.number()).isEqualTo(2);
    assertThat(latest.app().running()).isFalse();
    assertThat(latest.why()).isEqualTo("stead stop: \"x\"\n# y");
    assertThat(latest.when()).isEqualTo(NOW);
    assertThatThrownBy(() -> store.revision("shop", 3)).hasMessageContaining("[1, 2]");
  }

  @Test
  void aRevisionKeepsTheOwnersFilesOfItsMoment() {
    store.create(SHOP);
    byte[] text = "A = 'ä'\n".getBytes(StandardCharsets.UTF_8);

    store.record(
        SHOP, Map.of(), List.of(Overlays.OwnFile.of("settings", "50.py", text)), "root", "apply");

    Overlays.OwnFile kept = store.revision("shop", 1).overlays().getFirst();
    assertThat(kept.content()).isEqualTo(text);
    assertThat(kept).hasToString("OwnFile[settings/50.py]");
  }

  @Test
  void aRevisionCutOrFlippedAtAnyByteIsRefusedWithAHint() throws IOException {
    store.create(SHOP);
    store.record(SHOP, Map.of("a:1", "a@sha256:ab"), List.of(), "root", "install");
    Path file = home.appDirectory("shop").resolve("revisions/000001.yaml");
    byte[] good = Files.readAllBytes(file);
    for (int i = 0; i < good.length; i++) {
      Files.write(file, Arrays.copyOf(good, i));
      assertThatThrownBy(() -> store.applied("shop")).hasMessageContaining("before it the latest");
      byte[] flipped = good.clone();
      flipped[i] ^= 1;
      Files.write(file, flipped);
      assertThatThrownBy(() -> store.applied("shop")).hasMessageContaining("before it the latest");
    }
    assertThat(store.record(SHOP, Map.of(), List.of(), "root", "again").number()).isEqualTo(2);
    assertThat(store.applied("shop").orElseThrow().why()).isEqualTo("again");
  }

  @Test
  void whatAnInterruptedWriteLeavesBehindDisturbsNothing() throws IOException {
    Files.createDirectories(home.appDirectory("shop").resolve("revisions"));
    Files.writeString(home.appDirectory("shop").resolve(".app.yaml.00ff"), "recipe: h");
    Files.writeString(home.appDirectory("shop").resolve("revisions/.000001.yaml.00ff"), "half");
    assertThat(store.names()).isEmpty();
    assertThatThrownBy(() -> store.load("shop")).hasMessageContaining("no app");

    store.create(SHOP);

    assertThat(store.applied("shop")).isEmpty();
    assertThat(store.record(SHOP, Map.of(), List.of(), "root", "x").number()).isEqualTo(1);
  }

  @Test
  void aLostFileIsNotMistakenForAnAppThatNeverWas() throws IOException {
    store.create(SHOP);
    store.record(SHOP, Map.of(), List.of(), "root", "x");
    Files.delete(home.appDirectory("shop").resolve("app.yaml"));

    assertThatThrownBy(() -> store.load("shop")).hasMessageContaining("000001.yaml");
  }

  @Test
  void aRemovedAppWaitsInTheTrashAndComesBackWhole() {
    store.create(SHOP);
    store.record(SHOP, Map.of(), List.of(), "root", "x");
    new Secrets(home).set("shop", "db", "kept");

    Trash.Removed removed = store.trash("shop", List.of("stead-abc123-shop_data"));

    assertThat(removed.keepUntil()).isEqualTo(NOW.plus(Duration.ofDays(30)));
    assertThat(store.names()).isEmpty();
    assertThat(store.trashed()).containsExactly(removed);
    assertThatThrownBy(() -> store.load("shop")).hasMessageContaining("stead restore shop");

    assertThat(store.restore("shop")).isEqualTo(SHOP);
    assertThat(store.trashed()).isEmpty();
    assertThat(store.applied("shop")).isPresent();
    assertThat(new Secrets(home).get("shop", "db")).contains("kept");
    assertThat(home.appDirectory("shop").resolve("removed.yaml")).doesNotExist();
  }

  @Test
  void theImagesOfTheLastRevisionsAreNeededAlsoByARemovedApp() {
    store.create(SHOP);
    for (String image : List.of("a", "b", "c")) {
      store.record(SHOP, Map.of("web", image), List.of(), "test", "test");
    }
    assertThat(store.images(2)).containsExactlyInAnyOrder("b", "c");

    store.trash("shop", List.of());
    assertThat(store.images(2)).containsExactlyInAnyOrder("b", "c");
    store.purge("shop");
    assertThat(store.images(2)).isEmpty();
  }

  @Test
  void aNameInTheTrashIsNotGivenAway() {
    store.create(SHOP);
    store.trash("shop", List.of());

    assertThatThrownBy(() -> store.create(SHOP))
        .hasMessageContaining("stead restore shop")
        .hasMessageContaining("stead remove shop --purge")
        .hasMessageContaining("another name");
  }

  @Test
  void aPurgedAppIsGone() throws IOException {
    store.create(SHOP);
    store.trash("shop", List.of());

    store.purge("shop");

    assertThat(store.trashed()).isEmpty();
    try (Stream<Path> left = Files.list(home.trash())) {
      assertThat(left).isEmpty();
    }
    store.create(SHOP);
  }

  @Test
  void purgingFollowsNoLinkOutOfTheTrash(@TempDir Path outside) throws IOException {
    Path precious = Files.writeString(outside.resolve("precious"), "x");
    store.create(SHOP);
    Files.createSymbolicLink(home.appDirectory("shop").resolve("link"), outside);
    store.trash("shop", List.of());

    store.purge("shop");

    assertThat(precious).exists();
  }

  @Test
  void anAppWithADamagedNoteCanStillComeBack() throws IOException {
    store.create(SHOP);
    store.trash("shop", List.of("v"));
    Path note = home.trash().resolve("shop/removed.yaml");
    byte[] good = Files.readAllBytes(note);
    for (int i = 0; i <= good.length; i++) {
      Files.write(note, Arrays.copyOf(good, i));
      assertThat(store.trashed()).extracting(Trash.Removed::name).containsExactly("shop");
      assertThat(store.trashed().getFirst().keepUntil()).isAfter(NOW);
    }
    assertThat(store.restore("shop")).isEqualTo(SHOP);
  }

  private static App named(String name) {
    return new App(name, "hello", "1.0.0", List.of(), null, Map.of(), Map.of(), true);
  }

  private static ProblemException refusal(Runnable action) {
    try {
      action.run();
    } catch (ProblemException e) {
      return e;
    }
    throw new AssertionError("nothing was refused");
  }
}
