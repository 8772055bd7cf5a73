package steading.compose.phase;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncludeTest {
  @TempDir Path directory;
  private Trees trees;

  @BeforeEach
  void start() {
    trees = new Trees(directory);
  }

  @Test
  void anIncludedProjectHasItsOwnPathsAndVariables() {
    trees.variables.put("BOTH", "outer");
    trees
        .file("sub/.env", "BOTH=inner\nOWN=own\n")
        .file("sub/c.yaml", "services: {db: {image: '${BOTH}-${OWN}', build: ./x}}")
        .layer("include: [sub/c.yaml]");
    assertThat(trees.at("services.db.image")).isEqualTo("outer-own");
    assertThat(trees.at("services.db.build.context"))
        .isEqualTo(directory.resolve("sub/x").toString());
  }

  @Test
  void theLongFormNamesFilesDirectoryAndVariables() {
    trees
        .file("a.yaml", "services: {db: {image: $TAG, build: ./x}}")
        .file("b.yaml", "services: {db: {user: u}}")
        .file("e.env", "TAG=t\n")
        .layer("include: [{path: [a.yaml, b.yaml], project_directory: else, env_file: e.env}]");
    assertThat(trees.at("services.db.image")).isEqualTo("t");
    assertThat(trees.at("services.db.user")).isEqualTo("u");
    assertThat(trees.at("services.db.build.context"))
        .isEqualTo(directory.resolve("else/x").toString());
  }

  @Test
  void theSameMayComeTwiceButNothingElse() {
    trees
        .file("a.yaml", "services: {db: {image: a}}")
        .file("b.yaml", "services: {db: {image: a}}")
        .file("c.yaml", "services: {db: {image: c}}")
        .layer("include: [a.yaml, b.yaml]");
    assertThat(trees.at("services")).isInstanceOf(Map.class);
    assertThat(new Trees(directory).layer("include: [a.yaml, c.yaml]").told())
        .containsExactly("a.yaml:1:12 compose.include-conflict");
  }

  @Test
  void circlesAreTold() {
    trees.file("b.yaml", "include: [layer0.yaml]").layer("include: [b.yaml]");
    assertThat(trees.told()).contains("b.yaml:1:11 compose.include-cycle");
  }

  @Test
  void filesThatMultiplyAreStopped() {
    for (int i = 0; i < 20; i++) {
      String next = "f" + (i + 1) + ".yaml";
      trees.file("f" + i + ".yaml", "include: [" + next + ", " + next + "]");
    }
    trees.file("f20.yaml", "services: {a: {image: a}}").layer("include: [f0.yaml]");
    assertThat(trees.told()).hasSize(1).first().asString().endsWith("compose.too-many-files");
  }

  @Test
  void whatIsElsewhereIsNotFetched() {
    assertThat(trees.layer("include: ['https://example.org/c.yaml']").told())
        .contains("layer0.yaml:1:11 compose.remote");
  }
}
