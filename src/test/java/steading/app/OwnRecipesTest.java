package steading.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.compose.Policy;
import steading.problem.Problems;
import steading.recipe.Recipe;

/** The recipes that come with Steading. */
class OwnRecipesTest {
  @TempDir private Path directory;

  @Test
  void everyVersionOfEveryRecipeLoadsAndAsksNothingOfTheHost() {
    Path recipes = Path.of(System.getProperty("steading.source"), "recipes");
    Home home = new Home(directory, "abc123", 80, 443, null, recipes);
    AppLoader loader = new AppLoader(home, new AppStore(home), new Secrets(home));
    Problems problems = new Problems();
    List<Recipe> all = loader.catalog().all(problems);

    assertThat(problems.list()).isEmpty();
    assertThat(all).extracting(Recipe::name).contains("hello", "pretix");
    for (Recipe recipe : all) {
      for (Recipe.Version version : recipe.versions()) {
        LoadedApp loaded = loader.load(app(recipe, version));
        assertThat(Policy.check(loaded.project(), Set.of())).as(recipe.name()).isEmpty();
      }
    }
  }

  private static App app(Recipe recipe, Recipe.Version version) {
    return new App(
        "app",
        recipe.name(),
        version.version(),
        List.of("app.example.org"),
        "me@example.org",
        Map.of(),
        Map.of(),
        true);
  }
}
