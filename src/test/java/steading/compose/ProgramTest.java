package steading.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramTest {
  @TempDir Path directory;
  private Loading loading;

  @BeforeEach
  void start() {
    loading = new Loading(directory).with("SET", "value");
  }

  private Map<String, String> environment(String keys) {
    return loading.web(keys).service().program().environment();
  }

  @Test
  void commandsAreListsOrShellWords() {
    assertThat(loading.web("command: [a, \"1\"]").service().program().command())
        .containsExactly("a", "1");
    Program program =
        new Loading(directory)
            .web("command: echo \"a b\" 'c d' e\\ f \"\"\nentrypoint: /run --x")
            .service()
            .program();
    assertThat(program.command()).containsExactly("echo", "a b", "c d", "e f", "");
    assertThat(program.entrypoint()).containsExactly("/run", "--x");
  }

  @Test
  void anAbsentCommandIsTheImagesAndAnEmptyOneIsNone() {
    Program program = loading.web("command:\nentrypoint: []").service().program();
    assertThat(program.command()).isNull();
    assertThat(program.entrypoint()).isEmpty();
    assertThat(new Loading(directory).web("command: ''").service().program().command()).isEmpty();
  }

  @Test
  void anOpenQuoteIsAProblem() {
    assertThat(loading.web("command: echo \"a").problem()).isEqualTo("4:14 compose.command");
  }

  @Test
  void environmentIsAMappingOrAList() {
    assertThat(environment("environment: {A: b, SET: , NO: }"))
        .isEqualTo(Map.of("A", "b", "SET", "value"));
    loading = new Loading(directory).with("SET", "value");
    assertThat(environment("environment: [A=b=c, SET, NO, E=]"))
        .isEqualTo(Map.of("A", "b=c", "SET", "value", "E", ""));
  }

  @Test
  void unquotedValuesBecomeTheTextThatComposeMakesOfThem() {
    assertThat(
            environment(
                """
                environment:
                  A: 012
                  B: 1.0
                  C: yes
                  D: True
                  F: 0x1F
                  G: 1e3
                  L: .5
                  Q: "012"
                """))
        .isEqualTo(
            Map.of(
                "A", "10", "B", "1", "C", "yes", "D", "true", "F", "31", "G", "1000", "L", "0.5",
                "Q", "012"));
  }

  @Test
  void nestedEnvironmentIsAProblem() {
    assertThat(loading.web("environment: {A: [b]}").problem()).isEqualTo("4:22 yaml.type");
  }

  @Test
  void envFilesComeFirstAndTheEnvironmentWins() {
    loading.file(
        "a.env",
        "# note\nA=1\nexport B='$x y'  \nC=\"$SET\\n#\" # note\nD=x # note\nSET\nF=a#b\n\nG: yaml\n");
    loading.file("b.env", "A=2\nM=\"one\ntwo\"\nN=3\n");
    assertThat(
            environment(
                "env_file: [a.env, {path: ./b.env}, {path: no.env, required: false}]\n"
                    + "environment: {N: 4}"))
        .isEqualTo(
            Map.of(
                "A",
                "2",
                "B",
                "$x y",
                "C",
                "value\n#",
                "D",
                "x",
                "SET",
                "value",
                "F",
                "a#b",
                "G",
                "yaml",
                "M",
                "one\ntwo",
                "N",
                "4"));
  }

  @Test
  void brokenEnvFilesAreProblemsInThatFile() {
    loading.file("a.env", "A=1\nwhat is this\nB=\"open\n");
    loading.web("env_file: a.env").project();
    assertThat(loading.problems.list().stream().map(Loading::brief))
        .containsExactly("2:1 compose.env-file", "3:1 compose.env-file");
  }

  @Test
  void aMissingEnvFileIsAProblem() {
    assertThat(loading.web("env_file: no.env").problem()).isEqualTo("4:15 compose.env-file");
  }

  @Test
  void theRestOfTheProgramIsRead() {
    assertThat(
            loading
                .web("user: \"1000\"\nworking_dir: /x\ninit: true\ntty: \"true\"\nstdin_open: true")
                .service()
                .program())
        .isEqualTo(new Program(null, null, Map.of(), "1000", "/x", true, true, true));
  }

  @Test
  void oldBooleansAreWarned() {
    assertThat(loading.web("init: yes").service().program().init()).isTrue();
    assertThat(loading.warnings.list().stream().map(Loading::brief))
        .isEqualTo(List.of("4:11 compose.loose-boolean"));
  }
}
