package steading.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.problem.Problems;

class RecipeFormatDocTest {
  private static final Path SOURCE = Path.of(System.getProperty("steading.source"));

  @Test
  void theExampleOfTheManualIsTheHelloRecipe(@TempDir Path parent) throws IOException {
    String manual = Files.readString(SOURCE.resolve("docs/recipe-format.md"));
    int start = manual.indexOf("```yaml\n") + "```yaml\n".length();
    Path copy = Files.createDirectories(parent.resolve("hello"));
    Files.writeString(
        copy.resolve("recipe.yaml"), manual.substring(start, manual.indexOf("```\n", start)));

    Recipe shown = RecipeReader.read(copy, new Problems());
    Recipe real = RecipeReader.read(SOURCE.resolve("recipes/hello"), new Problems());

    assertThat(shown).usingRecursiveComparison().ignoringFields("directory").isEqualTo(real);
  }
}
