package steading.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InterpolationTest {
  @TempDir Path directory;
  private Loading loading;

  @BeforeEach
  void start() {
    loading = new Loading(directory).with("SET", "value").with("EMPTY", "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "$SET|value",
        "${SET}|value",
        "a${SET}b|avalueb",
        "$SET.x|value.x",
        "${NO:-d}|d",
        "${EMPTY:-d}|d",
        "${SET:-d}|value",
        "${NO-d}|d",
        "x${EMPTY-d}|x",
        "${SET-d}|value",
        "${SET:?e}|value",
        "${SET?e}|value",
        "x${EMPTY?e}|x",
        "${SET:+r}|r",
        "x${EMPTY:+r}|x",
        "${EMPTY+r}|r",
        "x${NO+r}|x",
        "${NO:-${SET}}|value",
        "${NO:-a${NO2:-b$SET}c}|abvaluec",
        "$$SET|$SET",
        "$${SET}|${SET}",
        "$$$SET|$value",
        "a$|a$",
        "$1|$1",
        "$ x|$ x"
      })
  void variablesAreFilledInAsComposeDoes(String text, String expected) {
    Service web = loading.web("user: '" + text + "'").service();
    assertThat(web.program().user()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${",
        "${}",
        "${SET",
        "${SET:-x",
        "${SET!}",
        "${1}",
        "${SET:x}",
        "${NO:?}",
        "${SET:-${NO:?asked all the same}}"
      })
  void whatCannotBeFilledInIsAProblemWithItsPlace(String text) {
    assertThat(loading.web("user: '" + text + "'").problem())
        .isEqualTo("4:11 compose.interpolation");
  }

  @Test
  void aRequiredVariableSaysWhatItsAuthorWrote() {
    loading.web("user: ${NO:?set NO to a user}").project();
    assertThat(loading.problems.list().getFirst().text())
        .contains("compose0.yaml:4:11")
        .contains("the variable NO is required: set NO to a user");
  }

  @Test
  void aVariableWithoutValueIsEmptyAndWarned() {
    assertThat(loading.web("environment: {A: $NO}").service().program().environment())
        .containsEntry("A", "");
    assertThat(loading.warnings.list()).hasSize(1);
    assertThat(Loading.brief(loading.warnings.list().getFirst()))
        .isEqualTo("4:22 compose.unset-variable");
  }

  @Test
  void keysStayAsTheyAre() {
    Service web = loading.web("environment: {$SET: a}\nx-note: ${SET}").service();
    assertThat(web.program().environment()).containsEntry("$SET", "a");
  }

  @Test
  void aFilledInValueIsNotReadAsVariablesAgain() {
    loading.with("TRICK", "${SET}");
    assertThat(loading.web("user: $TRICK").service().program().user()).isEqualTo("${SET}");
  }

  @Test
  void numbersAndBooleansMayBeVariables() {
    loading.with("ON", "true").with("PORT", "8080").with("COUNT", "2");
    Service web = loading.web("init: $ON\nports: [\"${PORT}:80\"]\nscale: ${COUNT}").service();
    assertThat(web.program().init()).isTrue();
    assertThat(web.wiring().ports().getFirst().published()).isEqualTo(8080);
    assertThat(web.replicas()).isEqualTo(2);
  }

  @Test
  void deepNestingIsRefusedAndNotFollowed() {
    String deep = "${A:-".repeat(10_000) + "x" + "}".repeat(10_000);
    assertThat(loading.web("user: '" + deep + "'").problem())
        .isEqualTo("4:11 compose.interpolation");
  }

  @Test
  void valuesCannotGrowWithoutBound() {
    loading.with("BIG", "x".repeat(10_000));
    assertThat(loading.web("user: " + "$BIG".repeat(1000)).problem())
        .isEqualTo("4:11 compose.interpolation");
  }

  @Test
  void aProblemInAnAliasedValueIsSaidOnce() {
    loading.compose(
        "x-e: &e {A: \"${\"}\nservices: {a: {image: x, environment: *e}, b: {image: x,"
            + " environment: *e}}");
    assertThat(loading.problem()).isEqualTo("1:13 compose.interpolation");
  }
}
