package steading.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import steading.problem.Problem;
import steading.recipe.Recipe.Setting;

class SettingCheckTest {
  @ParameterizedTest
  @CsvSource({
    "STRING, Grüß Gott 🌻",
    "INTEGER, -12",
    "BOOLEAN, true",
    "CHOICE, one",
    "EMAIL, first.last+tag@mail.example.org",
    "URL, https://example.org:8443/path?q=1",
    "DURATION, 1h30m",
    "SIZE, 1.5g"
  })
  void aFittingValueIsTaken(Recipe.Type type, String value) {
    assertThat(SettingCheck.check(setting(type, null, null, null), value)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "INTEGER, 1.5, whole number",
    "INTEGER, 99999999999999999999, whole number",
    "BOOLEAN, yes, true or false",
    "CHOICE, three, 'one, two'",
    "EMAIL, a@b@c, e-mail",
    "EMAIL, 'a b@c.org', e-mail",
    "URL, javascript:alert(1), http://",
    "URL, ftp://example.org, http://",
    "URL, https://, http://",
    "DURATION, soon, duration",
    "SIZE, big, size"
  })
  void aValueOfAnotherTypeIsRefusedWithTheReasonAndAnExample(
      Recipe.Type type, String value, String reason) {
    Problem problem = SettingCheck.check(setting(type, null, null, null), value).orElseThrow();

    assertThat(problem.text()).contains("the setting level").contains(reason).contains("such as");
  }

  @Test
  void limitsCountCharactersSecondsAndBytes() {
    assertThat(why(setting(Recipe.Type.STRING, null, 2L, 3L), "🌻")).contains("at least 2");
    assertThat(why(setting(Recipe.Type.STRING, null, 2L, 3L), "abcd")).contains("at most 3");
    assertThat(why(setting(Recipe.Type.STRING, null, 2L, 3L), "🌻🌻🌻")).isEmpty();
    assertThat(why(setting(Recipe.Type.INTEGER, null, 5L, null), "4")).contains("at least 5");
    assertThat(why(setting(Recipe.Type.DURATION, null, null, 60L), "2m")).contains("60 seconds");
    assertThat(why(setting(Recipe.Type.SIZE, null, null, 1024L), "2k")).contains("1024 bytes");
  }

  @Test
  void aPatternMustMatchTheWholeValue() {
    Setting setting = setting(Recipe.Type.STRING, "[a-z]+", null, null);

    assertThat(why(setting, "abc")).isEmpty();
    assertThat(why(setting, "abc1")).contains("[a-z]+");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\nb",
        "a\rb",
        "a\u0000b",
        "a\u001b[31m",
        "a\u202eb",
        "a\u2066b",
        "\u200e",
        "\u2028"
      })
  void steeringCharactersAreRefusedAndNotRepeated(String value) {
    Problem problem =
        SettingCheck.check(setting(Recipe.Type.STRING, null, null, null), value).orElseThrow();

    assertThat(problem.text().codePoints()).noneMatch(Shown::isHostile);
  }

  @Test
  void severalLinesNeedPermission() {
    Setting open =
        new Setting(
            "text",
            Recipe.Type.STRING,
            null,
            false,
            false,
            true,
            "T",
            null,
            null,
            null,
            List.of(),
            "");

    assertThat(SettingCheck.check(open, "one\n\ttwo\r\n")).isEmpty();
    assertThat(SettingCheck.check(open, "one\u001b[2J")).isPresent();
  }

  @Test
  void eightKibibytesAreEnoughForEverybody() {
    Setting setting = setting(Recipe.Type.STRING, null, null, null);

    assertThat(SettingCheck.check(setting, "x".repeat(8192))).isEmpty();
    assertThat(SettingCheck.check(setting, "ü".repeat(4097)).orElseThrow().text())
        .contains("8 KiB")
        .hasSizeLessThan(300);
  }

  @Test
  void aSecretValueIsNotRepeated() {
    Setting secret =
        new Setting(
            "smtp_password",
            Recipe.Type.INTEGER,
            null,
            false,
            true,
            false,
            "P",
            null,
            null,
            null,
            List.of(),
            "");

    assertThat(SettingCheck.check(secret, "hunter2").orElseThrow().text())
        .doesNotContain("hunter2");
  }

  private static String why(Setting setting, String value) {
    Optional<Problem> problem = SettingCheck.check(setting, value);
    return problem.map(Problem::text).orElse("");
  }

  private static Setting setting(
      Recipe.Type type, @Nullable String pattern, @Nullable Long min, @Nullable Long max) {
    List<String> choices = type == Recipe.Type.CHOICE ? List.of("one", "two") : List.of();
    return new Setting(
        "level", type, null, false, false, false, "LEVEL", pattern, min, max, choices, "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(a+)+b", "(a|aa)+b", "(a|b)*c"})
  void aPatternThatTakesForEverIsNotWaitedFor(String pattern) {
    assertThat(Matching.matches(pattern, "a".repeat(8_000))).isFalse();
    assertThat(Matching.whyNot(pattern)).isNull();
  }

  @Test
  void aPatternHasAReasonableLength() {
    assertThat(Matching.whyNot("A".repeat(1 << 20))).contains("longer than");
  }
}
