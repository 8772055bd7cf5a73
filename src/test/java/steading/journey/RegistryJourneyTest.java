package steading.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.engine.TestEngine;
import steading.image.LocalRegistry;

/** A directory with nothing but a Compose file, whose image a private registry has. */
@Tag("engine")
class RegistryJourneyTest {
  @TempDir Path directory;

  private final TestEngine test = TestEngine.connect();
  private final Installation stead = Installation.fresh();

  @AfterEach
  void close() {
    stead.close();
    test.close();
  }

  @Test
  void an_app_from_a_private_registry_is_pinned_by_digest_and_outlives_the_registry()
      throws IOException {
    String pinned;
    try (LocalRegistry registry = LocalRegistry.start(directory, true)) {
      Path login = registry.login(LocalRegistry.PASSWORD);
      String image = registry.host() + "/" + test.name("page") + ":1";
      test.engine().tag(TestEngine.tinyImage(), image);
      TestEngine.push(image, login);
      test.engine().removeImage(image);
      recipe(image);

      Installation.Result refused = install(directory.resolve("nobody"));
      assertThat(refused.code()).isEqualTo(1);
      assertThat(refused.err())
          .contains("does not let us have " + image)
          .contains("docker login " + registry.host());
      assertThat(stead.stead("info", "page").code()).as("nothing is left").isEqualTo(5);

      stead.stopDaemon();
      install(login).ok();
      assertThat(stead.web("page.localhost").get("/").body()).isEqualTo("from a registry\n");
      pinned = image.substring(0, image.lastIndexOf(':')) + "@sha256:";
      assertThat(stead.stead("info", "page", "--json").ok().out()).contains(pinned);
      stead.stopDaemon();
    }

    // The machine comes back without the registry: what is pinned lies here and serves.
    stead.stead("stop", "page", "--yes").ok();
    stead.stead("start", "page").ok();
    assertThat(stead.stead("plan", "page").code()).isZero();
    assertThat(stead.web("page.localhost").get("/").body()).isEqualTo("from a registry\n");
    stead.stead("remove", "page", "--purge", "--yes").ok();
    test.engine().images(Map.of()).stream()
        .flatMap(seen -> seen.digests().stream())
        .filter(digest -> digest.startsWith(pinned))
        .forEach(test.engine()::removeImage);
  }

  private Installation.Result install(Path dockerConfig) {
    return stead.stead(
        Map.of("DOCKER_CONFIG", dockerConfig.toString()),
        "install",
        directory.resolve("recipes/page").toString(),
        "--host",
        "page.localhost",
        "--yes");
  }

  private void recipe(String image) throws IOException {
    Path recipe = Files.createDirectories(directory.resolve("recipes/page"));
    Files.writeString(
        recipe.resolve("compose.yaml"),
        """
        services:
          web:
            image: %s
            init: true
            command: [sh, -c, "echo from a registry >/data/index.html; exec httpd -f -p 8080 -h /data"]
            expose: ["8080"]
        """
            .formatted(image));
    Files.writeString(
        stead.home.resolve("steading.yaml"),
        Installation.QUIET + "recipes: [" + directory.resolve("recipes") + "]\n");
  }
}
