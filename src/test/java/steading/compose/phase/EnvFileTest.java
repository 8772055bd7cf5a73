package steading.compose.phase;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import steading.problem.Problem;
import steading.problem.Problems;

class EnvFileTest {
  @TempDir Path directory;
  private final Problems problems = new Problems();

  private Map<String, String> read(String text) throws IOException {
    Path file = directory.resolve("e.env");
    Files.writeString(file, text);
    return EnvFile.read(file, Map.of("KNOWN", "k"), problems);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "A=1|1",
        "export A=1|1",
        "A: yaml|yaml",
        "  A = 1 |1",
        "A=1 # note|1",
        "A=1#none|1#none",
        "A=\"a \\\"b\\\" \\n c\"|`a \"b\" \n c`",
        "A='it\\'s $KNOWN \\n'|it's $KNOWN \\n",
        "A=\"\\q\"|\\q",
        "A=$KNOWN${NO:-d}|kd",
        "A=\"\\$KNOWN\"|$KNOWN",
        "A=\"x # y\" # z|x # y"
      })
  void linesAreReadAsComposeReadsThem(String line, String value) throws IOException {
    assertThat(read(line + "\n")).isEqualTo(Map.of("A", value));
    assertThat(problems.list()).isEmpty();
  }

  @Test
  void aNameAloneTakesTheKnownValueOrNone() throws IOException {
    assertThat(read("KNOWN\nUNKNOWN\n")).isEqualTo(Map.of("KNOWN", "k"));
  }

  @Test
  void aQuotedValueMaySpanLines() throws IOException {
    assertThat(read("A=\"one\ntwo\"\nB=3\n")).isEqualTo(Map.of("A", "one\ntwo", "B", "3"));
  }

  @Test
  void rawLinesStayAsTheyAre() throws IOException {
    Path file = directory.resolve("raw.env");
    Files.writeString(file, "A=\"$B\" # x\n# no\n");
    assertThat(EnvFile.readRaw(file, problems)).isEqualTo(Map.of("A", "\"$B\" # x"));
  }

  @Test
  void whatIsNoVariableIsToldWithItsLine() throws IOException {
    read("A=1\nB C=1\nD=\"open\n");
    assertThat(problems.list().stream().map(Problem::place))
        .extracting(place -> place == null ? 0 : place.line())
        .containsExactly(2, 3);
  }
}
