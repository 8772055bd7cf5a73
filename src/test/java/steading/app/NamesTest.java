package steading.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import steading.problem.Problem;
import steading.problem.Problems;
import steading.recipe.Shown;

class NamesTest {
  private final Problems problems = new Problems();

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "tickets", "tickets-2", "a1-b2-c3", "abcdefghijklmnopqrstuvwxyzabcde"})
  void anAppMayBeNamed(String name) {
    Names.app(name, problems);
    assertThat(problems.list()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Tickets",
        "2tickets",
        "tickets-",
        "-tickets",
        "tick--ets",
        "tick_ets",
        "abcdefghijklmnopqrstuvwxyzabcdef",
        "gateway",
        "steading"
      })
  void anAppMayNotBeNamed(String name) {
    Names.app(name, problems);
    assertThat(problems.list()).hasSize(1);
    assertThat(Names.isApp(name)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "tickets.example.org, tickets.example.org",
    "Tickets.Example.ORG., tickets.example.org",
    "büro.example.org, xn--bro-hoa.example.org",
    "例え.example, xn--r8jz45g.example",
    "localhost, localhost",
    "a-b.3com.org, a-b.3com.org"
  })
  void aHostIsSpeltAsDnsDoes(String text, String host) {
    assertThat(Names.host(text, null, problems)).isEqualTo(host);
    assertThat(problems.list()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*.example.org | wildcard",
        "example.org:8443 | port",
        "https://example.org | URL",
        "example.org/path | URL",
        "10.0.0.1 | address",
        "[::1] | port",
        "under_score.example.org | letters",
        "-a.example.org | letters",
        "a..example.org | letters",
        ". | letters",
        "'a b.org' | letters",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.org | 63"
      })
  void aBadHostIsExplained(String text, String reason) {
    Names.host(text, null, problems);
    assertThat(problems.list()).hasSize(1);
    assertThat(problems.list().getFirst().text()).contains(reason);
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void hostileTextIsRefusedEverywhereAndNeverRepeatedRaw(String text) {
    Names.app(text, problems);
    Names.host(text, null, problems);
    Names.service(text, null, problems);
    Names.settingKey(text, null, problems);

    assertThat(problems.list()).hasSize(4);
    for (Problem problem : problems.list()) {
      assertThat(problem.text()).hasSizeLessThan(600);
      assertThat(problem.text().codePoints()).noneMatch(Shown::isHostile);
    }
  }

  static Stream<String> hostile() {
    List<String> shell =
        List.of(
            "$(touch x)",
            "`id`",
            "a;b",
            "a|b",
            "a&b",
            "a>b",
            "a b",
            "a'b",
            "a\"b",
            "a\\b",
            "{a,b}",
            "~root",
            "a!b",
            "a#b",
            "%s%n",
            "--help",
            "${IFS}",
            "a=b");
    List<String> paths = List.of("../x", "/etc/passwd", "..", ".", "a/../b", "a\\..\\b", "%2e%2e");
    List<String> invisible =
        List.of(
            "",
            " ",
            "a\n",
            "a\r\nb",
            "a\u0000",
            "\u001b[31ma",
            "a\u202eb",
            "a\u200bb",
            "\ufeffa",
            "\ud800",
            "a\u2028b");
    return Stream.of(shell, paths, invisible, List.of("x ".repeat(1 << 19), "[".repeat(1 << 20)))
        .flatMap(List::stream);
  }

  @Test
  void aMebibyteOfDotsIsRefusedQuickly() {
    Names.host("a.".repeat(1 << 19), null, problems);
    assertThat(problems.list()).hasSize(1);
  }
}
