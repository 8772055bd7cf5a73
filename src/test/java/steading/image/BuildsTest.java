package steading.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.compose.Build;
import steading.compose.Confinement;
import steading.compose.Service;
import steading.engine.ContainerSpec;
import steading.engine.Engine;
import steading.engine.TestEngine;
import steading.problem.Exit;
import steading.problem.Problem;
import steading.problem.ProblemException;

@Tag("engine")
class BuildsTest {
  @TempDir Path directory;

  private final TestEngine test = TestEngine.connect();
  private final Engine engine = test.engine();
  private final List<String> made = new ArrayList<>();
  private final List<String> progress = Collections.synchronizedList(new ArrayList<>());
  private String tiny = "";
  private Images images = new Images(engine, Path.of("/none"));

  @BeforeEach
  void describeAServiceImage() throws IOException {
    tiny = TestEngine.tinyImage();
    write("images/" + service() + "/image.yaml", imageYaml());
    write("images/" + service() + "/Dockerfile", "ARG BASE\nFROM $BASE\nARG SAY\nENV SAY=$SAY\n");
    images = new Images(engine, directory.resolve("images"));
  }

  @AfterEach
  void removeWhatWasMade() {
    made.forEach(engine::removeImage);
    test.close();
  }

  @Test
  void aDockerfileIsBuiltWithItsArgumentsAndLabels() throws IOException {
    write("app/Dockerfile", "FROM " + tiny + "\nARG WHO\nCOPY file /file\nENV WHO=$WHO\n");
    write("app/file", "content");
    ImageChoice choice = choose("app", Map.of("WHO", "me"), null);

    assertThat(images.present(choice)).isFalse();
    images.obtain(choice, progress::add);

    assertThat(images.present(choice)).isTrue();
    assertThat(choice.reference()).matches("steading/" + test.name("app") + ":[0-9a-f]{12}");
    assertThat(engine.image(choice.reference()).orElseThrow().labels())
        .containsEntry("steading.wanted", test.name("app") + "/web")
        .containsKeys("steading.image", "steading.content");
    assertThat(said(choice, "cat", "/file")).isEqualTo("content");
    assertThat(said(choice, "sh", "-c", "echo $WHO")).isEqualTo("me\n");
    assertThat(progress).contains("Step 3/4 : COPY file /file");
    assertThat(choose("app", Map.of("WHO", "you"), null).reference())
        .isNotEqualTo(choice.reference());
  }

  @Test
  void everyOptionOfABuildReachesTheBuilder() throws IOException {
    write("app/word", "content");
    String dockerfile =
        """
        FROM %s
        COPY word /word
        RUN grep host.of.mine /etc/hosts > /hosts
        RUN df /dev/shm | tail -1 > /shm; sh -c 'ulimit -n' > /files; ls /sys/class/net > /net
        """
            .formatted(tiny);
    Build.Options options =
        new Build.Options(
            dockerfile,
            Map.of("of", "the file"),
            "none",
            List.of("host.of.mine:192.0.2.9"),
            List.of(tiny),
            1 << 20,
            true,
            List.of(test.name("tag") + ":1"),
            Map.of("nofile", new Confinement.Ulimit(77, 99)),
            null);
    Build build = new Build(directory.resolve("app"), "Dockerfile", Map.of(), null, options);
    ImageChoice choice = images.choose(test.name("app"), "web", build);
    made.add(choice.reference());
    made.add(test.name("tag") + ":1");

    images.obtain(choice, progress::add);

    assertThat(engine.image(test.name("tag") + ":1").orElseThrow().labels())
        .containsEntry("of", "the file")
        .containsKey("steading.content");
    assertThat(said(choice, "cat", "/word", "/hosts", "/shm", "/files", "/net"))
        .contains("content", "192.0.2.9", " 1024 ", "\n77\n", "\nlo\n")
        .doesNotContain("eth0");
  }

  @Test
  void whenARegistryIsAskedIsTheFilesToSay() {
    Service.Supply never = new Service.Supply("linux/amd64", Service.Pull.NEVER, Map.of());
    assertThat(images.choose(tiny, ImageLock.EMPTY, never))
        .isInstanceOfSatisfying(
            ImageChoice.Pulled.class,
            pulled -> assertThat(pulled.platform()).isEqualTo("linux/amd64"));
    ProblemException thrown =
        catchThrowableOfType(
            ProblemException.class,
            () -> images.choose("localhost:1/none:1", ImageLock.EMPTY, never));
    assertThat(thrown.problems().getFirst().code()).isEqualTo("image.not-here");

    Service.Supply missing = new Service.Supply(null, Service.Pull.MISSING, Map.of());
    assertThat(images.choose(tiny, ImageLock.EMPTY, missing).wanted()).isEqualTo(tiny);
  }

  @Test
  void aStageCanBeTheTarget() throws IOException {
    write(
        "app/Dockerfile",
        "FROM " + tiny + " AS first\nENV STAGE=first\nFROM first\nENV STAGE=second\n");
    ImageChoice choice = choose("app", Map.of(), "first");

    images.obtain(choice, progress::add);

    assertThat(said(choice, "sh", "-c", "echo $STAGE")).isEqualTo("first\n");
  }

  @Test
  void aFailingInstructionIsNamedWithItsLineAndItsLastWords() throws IOException {
    write(
        "app/Dockerfile",
        "# one\nFROM "
            + tiny
            + "\n\nRUN echo good\nRUN echo \\\n  before; echo ouch >&2; exit 7\n");

    Problem problem = problem(choose("app", Map.of(), null));

    assertThat(problem.code()).isEqualTo("image.build-failed");
    assertThat(problem.exit()).isEqualTo(Exit.FAILED);
    assertThat(problem.text())
        .startsWith(directory.resolve("app/Dockerfile") + ":5:1 building ")
        .contains("failed at step 3/3: RUN echo before; echo ouch >&2; exit 7")
        .contains("\nbefore\n", "\nouch\n")
        .contains("non-zero code: 7")
        .doesNotContain("good", "intermediate");
  }

  @Test
  void theReasonOfAFailureDecidesTheAdvice() throws IOException {
    write("app/Dockerfile", "FROM " + tiny + "\nCOPY missing /\n");
    assertThat(problem(choose("app", Map.of(), null)).fix()).contains(".dockerignore");
    write("app/Dockerfile", "FROM " + tiny + "\nRUN echo No space left on device; exit 1\n");
    assertThat(problem(choose("app", Map.of(), null)).code()).isEqualTo("image.no-space");
    write("app/Dockerfile", "FROM " + tiny + "\nRUN --mount=type=cache,target=/c true\n");
    assertThat(problem(choose("app", Map.of(), null)).code()).isEqualTo("image.needs-buildkit");
  }

  @Test
  void aServiceImageStandsInForAnOfficialOneAndForWhatBuildsStartFrom() throws IOException {
    ImageChoice database = images.choose(service() + ":1", ImageLock.EMPTY);
    write("app/Dockerfile", "FROM " + service() + ":1\nENV MORE=1\n");
    ImageChoice app = choose("app", Map.of(), null);
    made.add(database.reference());

    assertThat(database).isInstanceOf(ImageChoice.Built.class);
    assertThat(database.reference()).matches("steading/" + service() + ":1-[0-9a-f]{12}");
    images.obtain(app, progress::add);

    assertThat(said(app, "sh", "-c", "echo $SAY $MORE")).isEqualTo("hello 1\n");
    assertThat(images.present(database)).isTrue();
    assertThat(images.unused(List.of(app.reference())))
        .contains(database.reference())
        .doesNotContain(app.reference());
  }

  @Test
  void aLockKeepsABuildOnlyWhileItsContentIsTheSame() throws IOException {
    String wanted = service() + ":1";
    ImageChoice before = images.choose(wanted, ImageLock.EMPTY);
    ImageLock lock = new ImageLock(Map.of(wanted, before.reference()));
    write("images/" + service() + "/image.yaml", imageYaml() + "x-note: more\n");
    assertThat(images.choose(wanted, lock)).as("the description is no content").isEqualTo(before);

    write("images/" + service() + "/Dockerfile", "FROM " + tiny + "\n");

    assertThat(images.choose(wanted, lock).reference()).isNotEqualTo(before.reference());
  }

  @Test
  void anImageThatCannotBeHadIsNamedWithItsPlaceAndWhatCould() throws IOException {
    write("app/Dockerfile", "FROM " + tiny + "\nFROM nobody.invalid/nothing:9\n");

    Problem problem = problem(choose("app", Map.of(), null));

    assertThat(problem.text())
        .startsWith(directory.resolve("app/Dockerfile") + ":2:1 ")
        .contains("nobody.invalid/nothing:9 cannot be had")
        .contains(service() + ":1");
  }

  @Test
  void anImageThatStartsFromItselfIsRefused() throws IOException {
    write("images/" + service() + "/Dockerfile", "FROM " + service() + ":1\n");

    assertThat(problem(images.choose(service() + ":1", ImageLock.EMPTY)).code())
        .isEqualTo("image.circle");
  }

  @Test
  void manyWhoWantTheSameImageBuildItOnce() throws Exception {
    write("app/Dockerfile", "FROM " + tiny + "\nRUN sleep 1\n");
    ImageChoice choice = choose("app", Map.of(), null);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        all.add(threads.submit(() -> images.obtain(choice, progress::add)));
      }
      for (Future<?> each : all) {
        each.get();
      }
    }

    assertThat(progress).containsOnlyOnce("Step 2/2 : RUN sleep 1");
  }

  private String service() {
    return test.name("service");
  }

  private String imageYaml() {
    return """
    name: service
    summary: says hello
    versions:
      "1": { base: "%s", args: { SAY: hello } }
    """
        .formatted(tiny);
  }

  private ImageChoice choose(String context, Map<String, String> args, String target) {
    Build build = new Build(directory.resolve(context), "Dockerfile", args, target);
    ImageChoice choice = images.choose(test.name(context), "web", build);
    made.add(choice.reference());
    return choice;
  }

  private Problem problem(ImageChoice choice) {
    ProblemException thrown =
        catchThrowableOfType(ProblemException.class, () -> images.obtain(choice, progress::add));
    assertThat(thrown).isNotNull();
    return thrown.problems().getFirst();
  }

  private String said(ImageChoice choice, String... command) throws IOException {
    var spec = test.spec("run" + made.size() + command.length, command);
    String name =
        test.run(
            new ContainerSpec(
                spec.name(),
                choice.reference(),
                spec.service(),
                spec.networks(),
                spec.volumes(),
                spec.labels(),
                spec.files(),
                spec.binds()));
    assertThat(engine.awaitExit(name, Duration.ofSeconds(20))).hasValue(0);
    String output = test.output(name);
    engine.remove(name);
    return output;
  }

  private void write(String name, String text) throws IOException {
    Files.createDirectories(directory.resolve(name).getParent());
    Files.writeString(directory.resolve(name), text);
  }
}
