package steading.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.engine.TestEngine;

/** What the command line says of Compose keys that this Engine cannot honour. */
@Tag("engine")
class KeysJourneyTest {
  @TempDir private static Path directory;
  private static Installation stead;

  @BeforeAll
  static void begin() {
    stead = Installation.fresh();
  }

  @AfterAll
  static void end() {
    stead.close();
  }

  private static String recipe(String name, String keys) throws IOException {
    Path recipe = Files.createDirectories(directory.resolve(name));
    Files.writeString(
        recipe.resolve("compose.yaml"),
        """
        services:
          web:
            image: %s
            command: [sleep, "600"]
            init: true
        %s
        """
            .formatted(TestEngine.tinyImage(), keys.indent(4)));
    return recipe.toString();
  }

  @Test
  void whatHasNoEffectIsSaidAndTheRestIsDone() throws IOException {
    String recipe =
        recipe(
            "keys",
            """
            deploy: {placement: {constraints: [node.role == manager]}}
            healthcheck: {test: [CMD, "true"], interval: 1s, start_interval: 1s}
            post_start: [{command: touch /greeted}]
            """);
    Installation.Result result = stead.stead("install", recipe, "keys", "--yes").ok();

    assertThat(result.err())
        .contains("compose.yaml:6:")
        .contains("the key \"placement\" has no effect here")
        .contains("the key \"start_interval\" needs Docker Engine 25, and has no effect here");
    assertThat(stead.stead("plan", "keys").code()).isZero();
    assertThat(stead.stead("exec", "keys", "web", "--", "ls", "/greeted").ok().out())
        .contains("/greeted");
    assertThat(stead.stead("restart", "keys", "--yes").code()).isZero();
  }

  @Test
  void whatWouldDoSomethingElseIsRefusedBeforeAnythingIsDone() throws IOException {
    String recipe = recipe("below", "volumes: [{type: volume, target: /d, volume: {subpath: s}}]");
    Installation.Result result = stead.stead("install", recipe, "below", "--yes");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("the key \"subpath\" needs Docker Engine 26");
    assertThat(stead.containers()).noneMatch(name -> name.contains("below"));
  }
}
