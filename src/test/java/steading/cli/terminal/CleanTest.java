package steading.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CleanTest {
  @Test
  void controlAndDirectionCharactersCannotReachTheTerminal() {
    assertThat(Clean.line("a\u001b[2Jb\nc\u202ed\u0085e\u009bf")).isEqualTo("a?[2Jb?c?d?e?f");
    assertThat(Clean.line("plain – naïve 名前 🦊")).isEqualTo("plain – naïve 名前 🦊");
    assertThat(Clean.lines("a\n\tb\r")).isEqualTo("a\n\tb?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u001b]0;title\u0007",
        "\u001b]8;;http://evil\u001b\\",
        "\u001b[2J",
        "\u001b[10;10H",
        "\u001b[?1049h",
        "\u001bc",
        "\u001b(0",
        "\u001bP1;2q\u001b\\",
        "\u009b2J",
        "\u001b[",
        "\u001b",
        "\u001b]0;never ended",
      })
  void aLogLosesEverySequenceThatIsNotAColour(String sequence) {
    assertThat(Clean.log("before" + sequence, true)).isEqualTo("before");
    assertThat(Clean.log("before" + sequence, false)).isEqualTo("before");
  }

  @Test
  void coloursStayOnATerminalAndAreEndedWithTheLine() {
    String red = "\u001b[1;31mred";

    assertThat(Clean.log(red + "\r", true)).isEqualTo(red + "?\u001b[0m");
    assertThat(Clean.log(red, false)).isEqualTo("red");
    assertThat(Clean.log("\u001b[31\u001b[2Jm", true)).doesNotContain("2J");
  }
}
