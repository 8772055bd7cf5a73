package steading.compose.phase;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtendsTest {
  @TempDir Path directory;
  private Trees trees;

  @BeforeEach
  void start() {
    trees = new Trees(directory);
  }

  @Test
  void aServiceLiesOverTheOneItExtends() {
    trees.layer(
        "services: {base: {image: b, user: a, labels: {x: '1'}},"
            + " web: {extends: base, user: w, labels: [y=2]}}");
    assertThat(trees.at("services.web.user")).isEqualTo("w");
    assertThat(trees.at("services.web.image")).isEqualTo("b");
    assertThat(trees.at("services.web.labels")).isEqualTo(Map.of("x", "1", "y", "2"));
  }

  @Test
  void aChainThroughFilesKeepsThePathsOfEachFile() {
    trees
        .file("a/one.yaml", "services: {one: {extends: {file: ../b/two.yaml, service: two}}}")
        .file("b/two.yaml", "services: {two: {image: x, build: ./ctx}}")
        .layer("services: {web: {extends: {file: a/one.yaml, service: one}}}");
    assertThat(trees.at("services.web.build.context"))
        .isEqualTo(directory.resolve("b/ctx").toString());
  }

  @Test
  void circlesAreToldWithTheirPlace() {
    trees
        .file("b.yaml", "services: {b: {extends: {file: c.yaml, service: c}}}")
        .file("c.yaml", "services:\n  c:\n    extends: {file: b.yaml, service: b}\n")
        .layer("services: {web: {extends: {file: b.yaml, service: b}, image: x}}");
    assertThat(trees.told()).contains("b.yaml:1:25 compose.extends-cycle");
    assertThat(trees.problems.list().getFirst().what())
        .isEqualTo("services extend each other: web → b (b.yaml) → c (c.yaml) → b (b.yaml)");
  }

  @Test
  void whatIsNotThereIsTold() {
    trees
        .file("b.yaml", "services: {bass: {image: x}}")
        .layer(
            """
            services:
              one: {image: x, extends: {file: none.yaml, service: b}}
              two: {image: x, extends: {file: b.yaml, service: base}}
              three: {image: x, extends: {servise: b}}
            """);
    assertThat(trees.told())
        .containsExactly(
            "layer0.yaml:2:35 compose.no-file",
            "layer0.yaml:3:52 compose.undefined",
            "layer0.yaml:4:31 yaml.unknown-key",
            "layer0.yaml:4:30 yaml.missing-key");
    assertThat(trees.problems.list().get(1).fix()).isEqualTo("did you mean bass?");
  }

  @Test
  void whatAServiceTakesAwayStaysAwayFromLowerFilesToo() {
    trees.layer("services: {web: {image: a, cap_add: [A], user: u}}");
    trees.layer(
        "services: {base: {image: b, cap_add: [B]},"
            + " web: {extends: base, cap_add: !override [C], user: !reset null}}");
    assertThat(trees.at("services.web.cap_add")).isEqualTo(List.of("C"));
    assertThat(trees.at("services.web.user")).isNull();
  }
}
