package steading.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class UsageTest {
  static Iterable<String> names() {
    return Commands.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyCommandExplainsItself(String name) {
    Ran help = Ran.of((name + " --help").split(" ", -1));
    Ran asked = Ran.of(("help " + name).split(" ", -1));

    assertThat(help.exit()).isZero();
    assertThat(help.out()).startsWith("Usage: stead " + name).contains("--json", "--yes", "--home");
    assertThat(asked).isEqualTo(help);
    assertThat(Cli.command(name).summary()).matches("[A-Z].{10,60}\\.");
  }

  @ParameterizedTest
  @MethodSource("names")
  void theOverviewAndTheCompletionHaveEveryCommand(String name) {
    assertThat(Ran.of().out()).contains("  " + name + " ", Cli.command(name).summary());
    for (String word : name.split(" ", -1)) {
      assertThat(Manual.completion()).containsPattern("\\b" + word + "\\b");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "instal hello | did you mean stead install?",
        "nonsense | see stead help",
        "remove x --purg | did you mean --purge?",
        "install | needs RECIPE",
        "exec a | needs SERVICE",
        "set a b | not of the form KEY=VALUE",
        "set a b=1 b=2 | given twice",
        "scale a web=many | not a number",
        "--json | no command is given",
        "serve --detach --stop | exclude each other",
        "completion fish | bash or zsh",
        "ls extra | does not take \"extra\"",
      })
  void aWrongCommandLineIsOneClearProblem(String line, String words) {
    Ran ran = Ran.of(line.split(" ", -1));

    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.out() + ran.err()).contains(words);
    assertThat(ran.err().lines().count()).isLessThanOrEqualTo(1);
  }

  @Test
  void helpIsAlsoWhatNobodyAskedFor() {
    assertThat(Ran.of()).isEqualTo(Ran.of("help")).isEqualTo(Ran.of("--help"));
    assertThat(Ran.of("--version").out()).startsWith("stead ");
  }
}
