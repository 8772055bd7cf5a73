package steading.compose.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.problem.Place;
import steading.problem.Problem;
import steading.problem.Problems;

class YamlTest {
  private final Problems problems = new Problems();

  private Node read(String text) {
    return Objects.requireNonNull(Yaml.parse("f.yaml", text.getBytes(UTF_8), problems));
  }

  private Problem problemOf(String text) {
    Yaml.parse("f.yaml", text.getBytes(UTF_8), problems);
    assertThat(problems.list()).isNotEmpty();
    return problems.list().getFirst();
  }

  private static Place at(int line, int column) {
    return new Place("f.yaml", line, column);
  }

  @Test
  void everyKeyAndValueKnowsItsPlace() {
    Node.Mapping root = (Node.Mapping) read("a:\n  - one\n  - b: two\n");
    assertThat(Objects.requireNonNull(root.entries().get("a")).keyPlace()).isEqualTo(at(1, 1));
    Node.Sequence list = (Node.Sequence) Objects.requireNonNull(root.get("a"));
    assertThat(list.place()).isEqualTo(at(2, 3));
    assertThat(list.items().getFirst()).isEqualTo(new Node.Scalar(at(2, 5), "one", true));
    Node.Mapping second = (Node.Mapping) list.items().get(1);
    assertThat(second.get("b")).isEqualTo(new Node.Scalar(at(3, 8), "two", true));
  }

  @Test
  void quotesAreRemembered() {
    assertThat(read("'null'")).isEqualTo(new Node.Scalar(at(1, 1), "null", false));
    assertThat(((Node.Scalar) read("null")).isNull()).isTrue();
    assertThat(((Node.Scalar) read("!!str null")).isNull()).isFalse();
  }

  @Test
  void anEmptyFileIsAnEmptyValue() {
    assertThat(((Node.Scalar) read("# nothing\n")).isNull()).isTrue();
    assertThat(((Node.Scalar) read("\uFEFF")).isNull()).isTrue();
  }

  @Test
  void mergeKeysGiveWayToWhatIsWritten() {
    Node.Mapping root =
        (Node.Mapping) read("x: &x {a: 1, b: 2}\ny: &y {b: 3, c: 4}\nz:\n  <<: [*x, *y]\n  a: 9\n");
    Fields z = Objects.requireNonNull(Fields.of(root, problems).fields("z"));
    assertThat(z.text("a")).isEqualTo("9");
    assertThat(z.text("b")).isEqualTo("2");
    assertThat(z.text("c")).isEqualTo("4");
    assertThat(problems.any()).isFalse();
  }

  @Test
  void aMergeKeyTakesMappingsOnly() {
    assertThat(problemOf("a:\n  <<: word\n").code()).isEqualTo("yaml.merge-key");
  }

  @Test
  void duplicateKeysAreAllReportedWithBothPlaces() {
    assertThat(problemOf("a: 1\nb: 2\na: 3\nb: 4\n").place()).isEqualTo(at(3, 1));
    assertThat(problems.list()).hasSize(2);
    assertThat(problems.list().getFirst().what()).contains("line 1");
  }

  @Test
  void syntaxErrorsHaveAPlace() {
    Problem problem = problemOf("a: 1\nb: [1, 2\nc: 3\n");
    assertThat(problem.code()).isEqualTo("yaml.syntax");
    assertThat(Objects.requireNonNull(problem.place()).line()).isEqualTo(3);
  }

  @Test
  void controlCharactersAreRefusedWithTheirPlace() {
    assertThat(problemOf("a: 1\nb: x\u0007y\n").place()).isEqualTo(at(2, 5));
  }

  @Test
  void bytesThatAreNotUtf8AreRefusedWithTheirPlace() {
    Yaml.parse("f.yaml", new byte[] {'a', ':', '\n', ' ', (byte) 0xC3, '('}, problems);
    assertThat(problems.list().getFirst().code()).isEqualTo("yaml.not-utf8");
    assertThat(problems.list().getFirst().place()).isEqualTo(at(2, 2));
  }

  @Test
  void resetAndOverrideAreKeptForWhoeverMergesFiles() {
    Node.Mapping root = (Node.Mapping) read("a: !reset null\nb: !override [x]\nc: 1\n");
    assertThat(Objects.requireNonNull(root.entries().get("a")).tag()).isEqualTo("!reset");
    assertThat(Objects.requireNonNull(root.entries().get("b")).tag()).isEqualTo("!override");
    assertThat(Objects.requireNonNull(root.entries().get("c")).tag()).isNull();
  }

  @Test
  void otherTagsAreProblems() {
    assertThat(problemOf("a: !include x.yaml\n").place()).isEqualTo(at(1, 4));
    assertThat(problems.list().getFirst().code()).isEqualTo("yaml.tag");
  }

  @Test
  void severalDocumentsAreAProblem() {
    assertThat(problemOf("a: 1\n---\nb: 2\n").place()).isEqualTo(at(3, 1));
  }

  @Test
  void keysMustBeWords() {
    assertThat(problemOf("{a: 1}: 2\n").code()).isEqualTo("yaml.key");
    assertThat(problemOf("a: {{ x }}\n").code()).isEqualTo("yaml.key");
  }

  @Test
  void filesThatAreNotThereAreAProblem(@TempDir Path directory) throws Exception {
    assertThat(Yaml.read(directory.resolve("no.yaml"), problems)).isNull();
    assertThat(Yaml.read(directory, problems)).isNull();
    Path file = Files.writeString(directory.resolve("yes.yaml"), "a: 1");
    assertThat(Yaml.read(file, problems)).isNotNull();
    assertThat(problems.list()).hasSize(2);
  }
}
