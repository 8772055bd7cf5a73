package steading.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import steading.problem.Problem;
import steading.problem.Problems;

class PluginsTest {
  private static final String WRITTEN =
      """
      recipe: shop   # ours
      version: "1"
      state: running
      """;

  private static App parse(String text) {
    return AppFile.parse("shop", text);
  }

  @Test
  void pluginsComeAndGoLineByLine() {
    App without = parse(WRITTEN);
    App with = without.withPlugins(Map.of("shop-pages", "1.0"));
    String text = AppText.edited(WRITTEN, without, with);

    assertThat(text)
        .isEqualTo(WRITTEN.replace("state:", "plugins:\n  shop-pages: \"1.0\"\nstate:"));
    assertThat(parse(text)).isEqualTo(with);
    assertThat(AppText.edited(text, with, without)).isEqualTo(WRITTEN);
  }

  @Test
  void whatIsNoPackageIsRefusedAtItsPlaceAndSpellingsOfOneNameAreOne() {
    Problems problems = new Problems();
    AppFile.parse(
        "app.yaml",
        """
        recipe: hello
        version: '1'
        plugins:
          Some_Plugin: 1.0
          some.plugin: 2.0
          -r /etc/passwd: 1.0
          fine: "1.0 --index-url=x"
          git+https://x: 1.0
        """,
        "a",
        problems);

    assertThat(problems.list())
        .extracting(problem -> problem.place() + " " + problem.code())
        .containsExactlyInAnyOrder(
            "app.yaml:5:3 plugin.twice",
            "app.yaml:6:3 plugin.bad-name",
            "app.yaml:7:9 plugin.bad-version",
            "app.yaml:8:3 plugin.bad-name");
  }

  @Test
  void aRequirementIsANameAndPerhapsOneVersion() {
    Problems problems = new Problems();

    assertThat(Plugins.requirement("Pretix_Pages", problems))
        .hasValueSatisfying(wanted -> assertThat(wanted).hasToString("pretix-pages"));
    assertThat(Plugins.requirement("pretix.pages==1.6.0", problems))
        .hasValueSatisfying(wanted -> assertThat(wanted).hasToString("pretix-pages==1.6.0"));
    assertThat(problems.list()).isEmpty();
    assertThat(Plugins.words(Map.of("b", "2", "a", "1"))).isEqualTo("a==1 b==2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "==1",
        "a==",
        "a===1",
        "-e",
        "--index-url",
        "a b",
        "a;rm",
        "../a",
        "a/b",
        "a>=1",
        "a==1,b",
        "https://x/y.whl",
        "a[extra]",
        "a@file:///etc",
        "$(id)",
        "a==$(id)",
        "a\n"
      })
  void whatIsMoreThanANameAndAVersionIsRefused(String text) {
    Problems problems = new Problems();

    assertThat(Plugins.requirement(text, problems)).isEmpty();
    assertThat(problems.list())
        .extracting(Problem::code)
        .isSubsetOf(List.of("plugin.bad-name", "plugin.bad-version"))
        .isNotEmpty();
  }
}
