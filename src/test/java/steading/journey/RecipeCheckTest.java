package steading.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.plan.Labels;

@Tag("engine")
class RecipeCheckTest {
  @TempDir private Path directory;

  private Installation stead;

  @BeforeEach
  void begin() {
    stead = Installation.fresh();
  }

  @AfterEach
  void end() {
    stead.removeImagesOf(directory.getFileName().toString());
    stead.close();
  }

  @Test
  void the_reference_recipe_does_all_it_must_and_leaves_nothing() {
    Installation.Result result = check(Path.of("recipes/hello"));

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).contains("hello does all it must");
    assertThat(result.err())
        .contains(
            "ok     install",
            "ok     people reach it",
            "ok     job tidy",
            "ok     restore beside",
            "ok     remove");
    leavesNothing();
  }

  @Test
  void a_job_that_fails_is_found_and_still_nothing_is_left() throws IOException {
    copyOfHello();
    Path recipe = directory.resolve("recipe.yaml");
    Files.writeString(
        recipe, Files.readString(recipe).replace("[hello, tidy]", "[hello, no-such-command]"));

    Installation.Result result = check(directory, "--json");

    assertThat(result.code()).isEqualTo(1);
    JsonNode answer = new ObjectMapper().readTree(result.out());
    assertThat(answer.path("ok").asBoolean(true)).isFalse();
    JsonNode last = answer.path("steps").path(answer.path("steps").size() - 1);
    assertThat(last.path("name").asText()).isEqualTo("job tidy");
    assertThat(last.path("ok").asBoolean(true)).isFalse();
    assertThat(last.path("detail").asText()).contains("ended with exit code");
    leavesNothing();
  }

  @Test
  void mistakes_in_the_files_are_told_before_anything_is_made() throws IOException {
    Files.writeString(directory.resolve("recipe.yaml"), "titel: Shop\nversions: []\n");

    Installation.Result result = check(directory);

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("recipe.yaml:1:1").contains("compose.yaml");
  }

  private Installation.Result check(Path recipe, String... more) {
    return stead.stead(
        Stream.concat(Stream.of("recipe", "check", recipe.toString()), Stream.of(more))
            .toArray(String[]::new));
  }

  /** Other installations on this Engine have an app of that name only for as long as a check. */
  private void leavesNothing() {
    List<String> homes =
        stead.engine.containers(Map.of(Labels.APP, "check")).stream()
            .map(seen -> seen.label(Labels.HOME))
            .toList();
    assertThat(homes).isEmpty();
    assertThat(stead.engine.volumes(Map.of(Labels.APP, "check"))).isEmpty();
    assertThat(Files.exists(stead.home.resolve("run/control.sock"))).isFalse();
  }

  private void copyOfHello() throws IOException {
    Path hello = Path.of("recipes/hello");
    try (Stream<Path> files = Files.walk(hello)) {
      for (Path file : files.toList()) {
        Path copy = directory.resolve(hello.relativize(file));
        if (!Files.exists(copy)) {
          Files.copy(file, copy);
        }
      }
    }
  }
}
