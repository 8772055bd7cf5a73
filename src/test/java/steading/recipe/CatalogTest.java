package steading.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import steading.problem.Exit;
import steading.problem.Problem;
import steading.problem.Problems;

class CatalogTest {
  @TempDir private Path own;
  @TempDir private Path shipped;

  private final Problems problems = new Problems();

  @BeforeEach
  void recipes() throws IOException {
    recipe(shipped, "hello", "Shipped");
    recipe(shipped, "wiki", "Wiki");
    recipe(own, "hello", "Own");
    Files.createDirectories(shipped.resolve("images"));
  }

  @Test
  void theEarlierDirectoryCounts() {
    assertThat(catalog().find("hello", problems).orElseThrow().title()).isEqualTo("Own");
    assertThat(catalog().all(problems)).extracting(Recipe::title).containsExactly("Own", "Wiki");
    assertThat(problems.list()).isEmpty();
  }

  @Test
  void aMisspeltNameIsAnsweredWithTheNearest() {
    assertThat(catalog().find("helo", problems)).isEmpty();

    assertThat(problems.list().getFirst().text()).contains("did you mean hello?");
    assertThat(problems.list().getFirst().exit()).isEqualTo(Exit.NOT_FOUND);
  }

  @Test
  void aDirectoryIsARecipeByItsAbsolutePath() {
    assertThat(catalog().find(shipped.resolve("wiki").toString(), problems)).isPresent();
    assertThat(problems.list()).isEmpty();

    assertThat(catalog().find(shipped.resolve("nothing").toString(), problems)).isEmpty();
    assertThat(problems.list()).extracting(Problem::code).containsExactly("recipe.not-a-recipe");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../hello", "/etc\u0000", "images", ".", "", "hello/../wiki", "hello\u0000"})
  void onlyNamesOfRecipesAreFound(String name) {
    assertThat(catalog().find(name, problems)).isEmpty();
    assertThat(problems.list()).extracting(Problem::code).containsExactly("recipe.not-found");
  }

  @Test
  void oneBrokenRecipeDoesNotHideTheOthers() throws IOException {
    Files.writeString(shipped.resolve("wiki").resolve("recipe.yaml"), "title: [");

    assertThat(catalog().all(problems)).extracting(Recipe::name).containsExactly("hello");
    assertThat(problems.any()).isTrue();
  }

  private Catalog catalog() {
    return new Catalog(List.of(own, shipped, own.resolve("missing")));
  }

  private static void recipe(Path parent, String name, String title) throws IOException {
    Path directory = Files.createDirectories(parent.resolve(name));
    Files.writeString(directory.resolve("compose.yaml"), "services: {web: {image: a}}\n");
    Files.writeString(
        directory.resolve("recipe.yaml"), "title: " + title + "\nversions: [{version: '1'}]\n");
  }
}
