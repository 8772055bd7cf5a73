package steading.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.engine.ContainerSpec;
import steading.engine.Engine;
import steading.engine.TestEngine;
import steading.problem.ProblemException;

@Tag("engine")
class RegistryTest {
  @TempDir Path directory;

  private final TestEngine test = TestEngine.connect();
  private final Engine engine = test.engine();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void anImageIsPinnedByItsDigestPulledAndKeptWhenTheRegistryIsGone() throws IOException {
    String wanted;
    ImageChoice choice;
    try (LocalRegistry registry = LocalRegistry.start(directory, false)) {
      wanted = pushed(registry, directory);
      Images images = images();
      choice = images.choose(wanted, ImageLock.EMPTY);

      assertThat(choice).isInstanceOf(ImageChoice.Pulled.class);
      assertThat(choice.reference())
          .matches(registry.host() + "/" + test.name("app") + "@sha256:[0-9a-f]{64}");
      assertThat(images.present(choice)).isFalse();
      images.obtain(choice, _ -> {});
      assertThat(images.present(choice)).isTrue();
      runs(choice.reference());
      assertThatThrownBy(
              () -> images.choose(registry.host() + "/" + test.name("no:1"), ImageLock.EMPTY))
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> assertThat(e.problems().getFirst().code()).isEqualTo("image.not-found"));
    }

    assertThat(images().choose(wanted, new ImageLock(Map.of(wanted, choice.reference()))))
        .isEqualTo(choice);
    images().obtain(choice, _ -> {});
    runs(choice.reference());
    engine.tag(choice.reference(), wanted);
    assertThat(images().choose(wanted, ImageLock.EMPTY)).isEqualTo(choice);
    engine.removeImage(wanted);
    engine.removeImage(choice.reference());
    assertThatThrownBy(() -> images().choose(wanted, ImageLock.EMPTY))
        .hasMessageContaining("does not answer")
        .hasMessageContaining("Fix: ");
    assertThatThrownBy(() -> images().obtain(choice, _ -> {}))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("pulling " + wanted);
  }

  @Test
  void onlyTheRightPasswordOpensAPrivateRegistry() throws IOException {
    try (LocalRegistry registry = LocalRegistry.start(directory, true)) {
      Path right = registry.login(LocalRegistry.PASSWORD);
      String wanted = pushed(registry, right);

      for (Path refused : List.of(registry.login("wrong"), directory.resolve("none"))) {
        assertThat(obtained(wanted, refused))
            .startsWith("image.denied\n")
            .contains("the registry " + registry.host() + " does not let us have " + wanted)
            .contains("docker login " + registry.host())
            .doesNotContain("wrong", "does not answer");
      }
      String pinned = obtained(wanted, right).strip();
      assertThat(pinned).startsWith(registry.host() + "/").contains("@sha256:");
      runs(pinned);
      engine.removeImage(pinned);
      String unseen = registry.host() + "/unseen@sha256:" + "0".repeat(64);
      assertThat(obtained(unseen, directory.resolve("none")))
          .as("pulling is refused like asking")
          .startsWith("image.denied\n")
          .contains("docker login " + registry.host());
    }
  }

  @Test
  void anImageLoadedByHandIsPinnedByItsId() {
    String wanted = "nobody.invalid/" + test.name("loaded") + ":1";
    engine.tag(TestEngine.tinyImage(), wanted);
    ImageChoice choice = images().choose(wanted, ImageLock.EMPTY);

    assertThat(choice.reference()).startsWith("sha256:");
    assertThat(images().present(choice)).isTrue();
    engine.removeImage(wanted);
    ImageChoice gone = new ImageChoice.Pulled(wanted, "sha256:" + "0".repeat(64));
    assertThatThrownBy(() -> images().obtain(gone, _ -> {})).hasMessageContaining("docker load");
  }

  /** A fresh one remembers no registry that did not answer. */
  private Images images() {
    return new Images(engine, Path.of("/none"));
  }

  private String pushed(LocalRegistry registry, Path dockerConfig) {
    String reference = registry.host() + "/" + test.name("app") + ":1";
    engine.tag(TestEngine.tinyImage(), reference);
    TestEngine.push(reference, dockerConfig);
    engine.removeImage(reference);
    for (String digest : engine.image(TestEngine.tinyImage()).orElseThrow().digests()) {
      if (digest.startsWith(registry.host())) {
        engine.removeImage(digest);
      }
    }
    return reference;
  }

  private void runs(String reference) {
    ContainerSpec spec = test.spec("once", "true");
    engine.create(
        new ContainerSpec(
            spec.name(),
            reference,
            spec.service(),
            spec.networks(),
            spec.volumes(),
            spec.labels(),
            spec.files(),
            spec.binds()));
    engine.start(spec.name());
    assertThat(engine.awaitExit(spec.name(), Duration.ofSeconds(20))).hasValue(0);
    engine.remove(spec.name());
  }

  private static String obtained(String reference, Path dockerConfig) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-cp",
            System.getProperty("java.class.path"),
            Obtain.class.getName(),
            reference);
    builder.environment().put("DOCKER_CONFIG", dockerConfig.toString());
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
