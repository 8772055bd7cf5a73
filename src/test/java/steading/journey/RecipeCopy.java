package steading.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A copy of one of our recipes in the catalogue of an installation, to be changed. */
record RecipeCopy(Path directory) {

  /** In place of all other recipes. */
  static RecipeCopy of(String recipe, Installation stead) throws IOException {
    Path catalog = stead.home.resolve("recipes");
    Path copy = catalog.resolve(recipe);
    Path original = Path.of("recipes").resolve(recipe);
    try (Stream<Path> files = Files.walk(original)) {
      for (Path file : files.toList()) {
        Path place = copy.resolve(original.relativize(file));
        Files.createDirectories(place.getParent());
        Files.copy(file, place);
      }
    }
    Files.writeString(
        stead.home.resolve("steading.yaml"),
        Installation.QUIET + "recipes: [\"" + catalog + "\"]\n");
    return new RecipeCopy(copy);
  }

  /** With health checks that a machine busy with tests does not fail. */
  RecipeCopy patient() throws IOException {
    return change("compose.yaml", "timeout: 20s", "timeout: 30s");
  }

  RecipeCopy change(String file, String from, String to) throws IOException {
    Path path = directory.resolve(file);
    String text = Files.readString(path);
    assertThat(text).contains(from);
    Files.writeString(path, text.replace(from, to));
    return this;
  }
}
