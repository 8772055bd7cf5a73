package steading.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.problem.Problem;
import steading.problem.ProblemException;

class OverlaysTest {
  private static final App SHOP =
      new App("shop", "shop", "1", List.of("shop.example.org"), null, Map.of(), Map.of(), true);

  @TempDir private Path directory;
  private AppLoader loader;
  private AppStore store;
  private Path own;

  @BeforeEach
  void open() throws IOException {
    Path recipe = Files.createDirectories(directory.resolve("recipes/shop"));
    Files.writeString(
        recipe.resolve("recipe.yaml"),
        """
        title: Shop
        versions: [{version: "1"}]
        overlays:
          settings: {services: [web], directory: /etc/shop/own, pattern: "[a-z0-9_]+\\\\.py"}
        """);
    Files.writeString(recipe.resolve("compose.yaml"), "services: {web: {image: shop}}\n");
    Home home = new Home(directory, "abc123", 80, 443, null, directory.resolve("recipes"));
    store = new AppStore(home);
    store.create(SHOP);
    loader = new AppLoader(home, store, new Secrets(home));
    own = directory.resolve("apps/shop/overlays/settings");
  }

  @Test
  void anAppWithoutFilesOfItsOwnHasNone() {
    assertThat(loader.load(SHOP).overlays()).isEmpty();
  }

  @Test
  void theOwnersFilesComeInTheOrderOfTheirNames() throws IOException {
    write("20_b.py", "b");
    write("10_a.py", "a");
    write(".20_b.py.swp", "an editor's");
    write("10_a.py~", "an editor's");

    assertThat(loader.load(SHOP).overlays())
        .containsExactly(file("10_a.py", "a"), file("20_b.py", "b"));
  }

  @Test
  void whatTheAppWouldNotReadIsAProblemWithItsPlace() throws IOException {
    write("notes.txt", "x");
    write("large.py", "x".repeat((256 << 10) + 1));
    Files.createDirectories(own.resolve("more.py"));
    Files.createSymbolicLink(own.resolve("link.py"), Path.of("/etc/passwd"));

    ProblemException refused =
        catchThrowableOfType(ProblemException.class, () -> loader.load(SHOP));

    assertThat(refused.problems()).extracting(Problem::code).containsOnly("overlay.bad-file");
    assertThat(refused.problems()).hasSize(4);
    assertThat(refused).hasMessageContaining(own.resolve("notes.txt").toString());
  }

  @Test
  void anEarlierRevisionHasTheFilesOfThatTime() throws IOException {
    write("a.py", "old");
    Revision revision = store.record(SHOP, Map.of(), loader.load(SHOP).overlays(), "root", "apply");
    write("a.py", "broken");
    write("notes.txt", "x");

    assertThat(loader.permitted(revision).overlays()).containsExactly(file("a.py", "old"));
  }

  private void write(String name, String text) throws IOException {
    Files.createDirectories(own);
    Files.writeString(own.resolve(name), text);
  }

  private static Overlays.OwnFile file(String name, String text) {
    return Overlays.OwnFile.of("settings", name, text.getBytes(StandardCharsets.UTF_8));
  }
}
