package steading.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import steading.problem.Place;
import steading.problem.Problems;

class ComposeLoaderTest {
  @TempDir Path directory;
  private Loading loading;

  @BeforeEach
  void start() {
    loading = new Loading(directory);
  }

  @Test
  void allProblemsOfAllFilesAreFoundAtOnce() {
    loading.compose("services:\n  web:\n    imaeg: x\n    ports: [none]\n");
    loading.compose("services:\n  web:\n    init: maybe\nvolums: {}\n");
    loading.project();
    assertThat(loading.problems.list().stream().map(Loading::brief))
        .containsExactlyInAnyOrder(
            "4:13 compose.port",
            "3:5 compose.no-image",
            "3:5 yaml.unknown-key",
            "3:11 yaml.type",
            "4:1 yaml.unknown-key");
  }

  @Test
  void unknownKeysGetTheNearestKnownOne() {
    assertThat(loading.web("enviroment: {}").problem()).isEqualTo("4:5 yaml.unknown-key");
    assertThat(loading.problems.list().getFirst().fix()).isEqualTo("did you mean \"environment\"?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "models: [x]|4:5",
        "use_api_socket: true|4:5",
        "build: {ssh: [default]}|4:13",
        "build: {secrets: [x]}|4:13",
        "build: {additional_contexts: {a: b}}|4:13",
        "build: {privileged: true}|4:13"
      })
  void knownKeysThatWouldBeLostAreProblems(String keys, String place) {
    loading.web(keys).compose("secrets: {x: {file: f}}").project();
    assertThat(loading.problems.list().stream().map(Loading::brief))
        .containsExactly(place + " compose.unsupported");
    assertThat(loading.problems.list().getFirst().what()).endsWith("is not supported");
  }

  @Test
  void filesThatAreIncludedAndExtendedTakePart() {
    loading
        .file("db.yaml", "services: {db: {image: db}}")
        .file("base.yaml", "services: {b: {image: b}}");
    loading.compose(
        "include: [db.yaml]\nservices: {web: {extends: {file: base.yaml, service: b}}}");
    Project project = loading.project();
    assertThat(loading.problems.list()).isEmpty();
    assertThat(project.services()).containsOnlyKeys("web", "db");
    assertThat(project.origin().files())
        .containsExactly(directory.resolve("base.yaml"), directory.resolve("db.yaml"));
  }

  @Test
  void versionAndExtensionsAreIgnored() {
    loading.compose("version: '3'\nx-a: {b: 1}\nservices: {web: {image: x, x-c: 2}}");
    assertThat(loading.service().image()).isEqualTo("x");
    assertThat(loading.warnings.list()).isEmpty();
  }

  @Test
  void keysWithoutEffectAreWarned() {
    loading.web("attach: false\ndevelop: {watch: []}").service();
    assertThat(loading.warnings.list().stream().map(Loading::brief))
        .containsExactly("4:5 compose.no-effect", "5:5 compose.no-effect");
  }

  @Test
  void aServiceNeedsAnImageOrABuild() {
    loading.compose("services:\n  web:\n    build: .\n  db: {}\n");
    assertThat(loading.problem()).isEqualTo("4:7 compose.no-image");
  }

  @Test
  void builds() {
    assertThat(
            loading
                .with("V", "1")
                .web("build: {context: app, dockerfile: D, args: [V, W, X=y], target: t}")
                .service()
                .build())
        .isEqualTo(new Build(directory.resolve("app"), "D", Map.of("V", "1", "X", "y"), "t"));
    assertThat(new Loading(directory).web("build: ./app").service().build())
        .isEqualTo(new Build(directory.resolve("app"), "Dockerfile", Map.of(), null));
  }

  @Test
  void remoteBuildsAreNotSupported() {
    assertThat(loading.web("build: https://example.org/x.git").problem())
        .isEqualTo("4:12 compose.unsupported");
  }

  @Test
  void labelsAndProfiles() {
    Service web = loading.web("labels: [a=b, c]\nprofiles: [debug]").service();
    assertThat(web.labels()).isEqualTo(Map.of("a", "b", "c", ""));
    assertThat(web.profiles()).containsExactly("debug");
    assertThat(new Loading(directory).web("labels: {a: 1, b: }").service().labels())
        .isEqualTo(Map.of("a", "1", "b", ""));
  }

  @Test
  void servicesWithProfilesWaitUntilOneIsSwitchedOn() {
    loading.compose(
        "services: {web: {image: x}, a: {image: x, profiles: [p, q]}, b: {image: x, profiles: [r]}}");
    Project project = loading.project();
    assertThat(project.active(Set.of()).services()).containsOnlyKeys("web");
    assertThat(project.active(Set.of("q")).services()).containsOnlyKeys("web", "a");
  }

  @Test
  void theNameComesFromTheCallerTheFileOrTheDirectory() {
    loading.compose("name: fromfile\nservices: {web: {image: x}}");
    assertThat(loading.project().name()).isEqualTo("demo");
    Path file = directory.resolve("compose0.yaml");
    assertThat(ComposeLoader.load(List.of(file), Map.of(), "", directory, new Problems()).name())
        .isEqualTo("fromfile");
    loading.file("My_App.x/c.yaml", "services: {web: {image: x}}");
    Path other = directory.resolve("My_App.x");
    assertThat(
            ComposeLoader.load(
                    List.of(other.resolve("c.yaml")), Map.of(), "", other, new Problems())
                .name())
        .isEqualTo("my_appx");
  }

  @Test
  void strangeNamesAreProblems() {
    loading.compose("services: {\"a b\": {image: x}}\nvolumes: {\"../x\": }");
    loading.project();
    assertThat(loading.problems.list().stream().map(Loading::brief))
        .containsExactly("1:12 compose.name", "2:11 compose.name");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "- a", "text", "services: []", "services: {web: [x]}", "services: {web: x}"})
  void filesOfTheWrongShapeAreProblems(String text) {
    loading.compose(text).project();
    assertThat(loading.problems.any()).isTrue();
  }

  @Test
  void aMissingFileIsAProblem() {
    Problems problems = new Problems();
    ComposeLoader.load(
        List.of(directory.resolve("no.yaml")), Map.of(), "demo", directory, problems);
    assertThat(problems.list()).extracting("code").containsExactly("yaml.no-file");
  }

  @Test
  void hostileFilesStayProblems() {
    loading.compose("[".repeat(10_000)).compose("services: {web: {image: x}}");
    assertThat(loading.problem()).isEqualTo("1:101 yaml.too-deep");
  }

  @Test
  void thousandsOfServicesAreRefused() {
    StringBuilder text = new StringBuilder("services:\n");
    for (int i = 0; i < 5000; i++) {
      text.append("  s%d: {image: x, depends_on: [s%d]}\n".formatted(i, i + 1));
    }
    assertThat(loading.compose(text.toString()).problem()).endsWith("compose.too-many");
  }

  @Test
  void aLongChainOfDependenciesIsFine() {
    StringBuilder text = new StringBuilder("services:\n  s0: {image: x}\n");
    for (int i = 1; i < 1000; i++) {
      text.append("  s%d: {image: x, depends_on: [s%d]}\n".formatted(i, i - 1));
    }
    assertThat(loading.compose(text.toString()).project().services()).hasSize(1000);
    assertThat(loading.problems.list()).isEmpty();
  }

  @Test
  void placesCanBeAskedFor() {
    Project project = loading.web("ports: [\"80:80\", \"81:81\"]").project();
    Place place = project.origin().place("services.web.ports.1");
    assertThat(place.line()).isEqualTo(4);
    assertThat(place.column()).isEqualTo(22);
    assertThat(project.origin().place("services.web.nothing.here").line()).isEqualTo(2);
  }
}
