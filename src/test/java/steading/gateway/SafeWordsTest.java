package steading.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import steading.plan.Route;
import steading.problem.ProblemException;

class SafeWordsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a b",
        "a\nbind :1",
        "a\tb",
        "a\"b",
        "a'b",
        "a#b",
        "a\\b",
        "a$b",
        "${HOME}",
        "%[env(x)]",
        "a{b}",
        "a/b",
        "a:b",
        "a;b",
        "a,b",
        "a\u0000b",
        "é",
        "\u202eb",
        "a\r\nb"
      })
  void whatCouldMeanSomethingToHaproxyIsRefusedEverywhere(String word) {
    refuses("blog", route("blog", word, "ok.test", "/", "ok"), "net");
    refuses("blog", route("blog", "web", word, "/", "ok"), "net");
    refuses("blog", route("blog", "web", "ok.test", "/", word), "net");
    refuses("blog", route("blog", "web", "ok.test", "/", "ok"), word);
    refuses(word, route(word, "web", "ok.test", "/", "ok"), "net");
    if (!word.equals("a/b")) {
      refuses("blog", route("blog", "web", "ok.test", "/" + word + "/" + word, "ok"), "net");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "blog.test",
        "xn--mnchen-3ya.test",
        "_x.blog.test",
        "192.0.2.1",
        "::1",
        "[2001:db8::1]",
        "1.blog.test"
      })
  void namesAndAddressesAreHosts(String host) {
    assertThat(SafeWords.host(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*.blog.test",
        "blog..test",
        ".blog.test",
        "blog.test.",
        "-blog.test",
        "Blog.test",
        "256.0.0.1",
        "1.2.3",
        ":",
        ":::",
        "1:2:3:4:5:6:7:8:9",
        "[::1",
        "blog.test:80"
      })
  void whatIsNeitherIsNoHost(String host) {
    assertThat(SafeWords.host(host)).isFalse();
  }

  @Test
  void aRefusalShowsWhatWasRefusedWithoutItsPower() {
    Table table =
        Table.EMPTY.with(
            "blog", List.of(route("blog", "web", "a\nb\u202e.test", "/", "ok")), Set.of("net"));
    assertThatThrownBy(() -> SafeWords.check(table))
        .hasMessageContaining("host \"a\\u000ab\\u202e.test\"");
  }

  private static void refuses(String app, Route route, String network) {
    Table table = Table.EMPTY.with(app, List.of(route), Set.of(network));
    assertThatThrownBy(() -> SafeWords.check(table)).isInstanceOf(ProblemException.class);
  }

  private static Route route(String app, String service, String host, String path, String target) {
    return new Route(app, service, List.of(host), path, 80, List.of(target), Duration.ofSeconds(1));
  }
}
