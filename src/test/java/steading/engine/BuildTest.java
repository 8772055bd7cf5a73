package steading.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.compose.Build;
import steading.engine.Engine.BuildSpec;
import steading.engine.EngineException.Reason;

@Tag("engine")
class BuildTest {
  private final TestEngine test = TestEngine.connect();
  private final Engine engine = test.engine();
  private final List<String> lines = new ArrayList<>();

  @TempDir Path context;

  @AfterEach
  void clean() {
    test.close();
  }

  @Test
  void anImageIsBuiltFromADirectory() throws IOException {
    Files.writeString(context.resolve("greeting"), "hello\n");
    String id =
        build("ARG WORD\nCOPY . /data/\nRUN cat /data/greeting; echo $WORD; ls /data\n", "first");

    Engine.ImageSeen image = engine.image(test.name("first")).orElseThrow();
    assertThat(image.id()).isEqualTo(id);
    assertThat(image.labels()).containsAllEntriesOf(test.labels());
    assertThat(engine.images(test.labels())).extracting(Engine.ImageSeen::id).contains(id);
    assertThat(lines).contains("hello", "given", "greeting");

    engine.tag(id, test.name("second") + ":two");
    assertThat(engine.image(test.name("second") + ":two").orElseThrow().id()).isEqualTo(id);
    engine.removeImage(test.name("second") + ":two");
    engine.removeImage(test.name("second") + ":two");
    assertThat(engine.image(test.name("second") + ":two")).isEmpty();
  }

  @Test
  void aFailedBuildNamesTheInstructionAndShowsTheLastLines() {
    assertThatThrownBy(() -> build("RUN seq 1 40; echo no compiler >&2; exit 9\n", "broken"))
        .isInstanceOfSatisfying(
            EngineException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(Reason.BUILD_FAILED);
              assertThat(e.text())
                  .startsWith("Step 2/3 : RUN seq 1 40; echo no compiler >&2; exit 9 failed")
                  .contains("returned a non-zero code: 9", "\n  40\n", "no compiler")
                  .doesNotContain("\n  20\n");
            });
    assertThat(engine.image(test.name("broken"))).isEmpty();
  }

  @Test
  void aDockerfileThatIsNotUnderstoodIsAFailedBuild() {
    assertThatThrownBy(() -> build("FLY away\n", "odd"))
        .isInstanceOfSatisfying(
            EngineException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BUILD_FAILED))
        .hasMessageContaining("FLY");
  }

  @Test
  void aContextThatCannotBeReadEndsTheBuild() throws IOException {
    Files.writeString(context.resolve("Dockerfile"), "FROM scratch\n");
    InputStream lost =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the disk is gone");
          }
        };
    try (InputStream tar = new SequenceInputStream(tar(), lost)) {
      assertThatThrownBy(() -> engine.build(spec("cut"), tar, lines::add))
          .isInstanceOf(EngineException.class);
    }
  }

  private InputStream tar() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Tar tar = new Tar(bytes);
        Stream<Path> files = Files.list(context)) {
      for (Path file : files.toList()) {
        tar.file(file.getFileName().toString(), Files.readAllBytes(file), 0644, 0, 0);
      }
    }
    return new ByteArrayInputStream(bytes.toByteArray());
  }

  private String build(String instructions, String tag) throws IOException {
    Files.writeString(
        context.resolve("Dockerfile"), "FROM " + TestEngine.tinyImage() + "\n" + instructions);
    try (InputStream tar = tar()) {
      return engine.build(spec(tag), tar, lines::add);
    }
  }

  private BuildSpec spec(String tag) {
    return new BuildSpec(
        List.of(test.name(tag)),
        "Dockerfile",
        Map.of("WORD", "given"),
        test.labels(),
        null,
        Build.Options.NONE);
  }
}
