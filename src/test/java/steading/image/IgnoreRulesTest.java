package steading.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IgnoreRulesTest {
  @ParameterizedTest
  @CsvSource({
    "*.log, a.log, true",
    "*.log, d/a.log, false",
    "**/*.log, d/e/a.log, true",
    "**/*.log, a.log, true",
    "node_modules, node_modules/x/y, true",
    "/target/, target/classes, true",
    "./a/../b, b, true",
    "a?c, abc, true",
    "a?c, a/c, false",
    "[ab].txt, b.txt, true",
    "[^ab].txt, b.txt, false",
    "docs/**, docs/a/b, true",
    "a.c, abc, false",
    "'\\*.x', '*.x', true",
    "[, '[', true",
    "(x), (x), true",
  })
  void aPatternFits(String pattern, String path, boolean ignored) {
    assertThat(IgnoreRules.parse(List.of(pattern)).ignores(path)).isEqualTo(ignored);
  }

  @Test
  void theLastRuleThatFitsDecides() {
    IgnoreRules rules = IgnoreRules.parse(List.of("# all", "*", "", "!keep", "keep/secret"));

    assertThat(rules.ignores("other")).isTrue();
    assertThat(rules.ignores("keep/file")).isFalse();
    assertThat(rules.ignores("keep/secret")).isTrue();
    assertThat(rules.keepsAny()).isTrue();
  }
}
