package steading.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import steading.app.Front.Www;
import steading.problem.Problem;
import steading.problem.Problems;

class FrontTest {
  private static final String WHOLE =
      """
      recipe: hello
      version: "1"
      hosts:
        - shop.example.org
        - laden.example.org
      gateway:
        canonical: shop.example.org
        www: to-bare
        aliases:
          - old.example.org
        hsts: false
        maintenance: true
        message: Back soon
        redirects:
          - from: /a
            to: /b
            code: 301
            keep: true
          - from: other.example.org/x
            to: https://example.org/
        routes:
          web:
            path: /da
            strip: true
            proto: h2
            upload: 2048
            timeout: 90s
            idle: 600s
            stream: true
            compression: true
            users:
              - ann
            allow:
              - 192.0.2.0/24
            request-headers:
              X-A: b
            headers:
              X-Frame-Options: DENY
      state: running
      """;

  @Test
  void whatIsWrittenIsReadAndWhatIsReadIsWritten() {
    Problems problems = new Problems();
    App app = AppFile.parse("app.yaml", WHOLE, "shop", problems).orElseThrow();
    assertThat(AppFile.text(app)).isEqualTo(WHOLE);
    assertThat(AppFile.parse("shop", AppFile.text(app))).isEqualTo(app);
  }

  @Test
  void everyMistakeIsToldAtOnceWithItsPlace() {
    String text =
        """
        recipe: hello
        version: "1"
        hosts: [shop.example.org]
        gateway:
          canonical: other.example.org
          www: yes
          aliases: ["bad host"]
          redirects:
            - {from: "a b", to: "javascript:x", code: 200}
            - {from: /x, to: "//evil.example.org"}
          routes:
            web:
              proto: h3
              upload: much
              timeout: 0s
              users: [Ann]
              allow: [300.0.0.1, 10.0.0.0/33]
              headers: {"X A": b, Host: x, X-Forwarded-For: y, X-B: "a\\nb"}
              colour: red
        """;
    Problems problems = new Problems();
    Optional<App> app = AppFile.parse("app.yaml", text, "shop", problems);
    assertThat(app).isEmpty();
    assertThat(problems.list()).allSatisfy(problem -> assertThat(problem.place()).isNotNull());
    assertThat(problems.list().stream().map(Problem::code))
        .contains(
            "front.bad-canonical",
            "front.bad-www",
            "name.bad-host",
            "front.bad-to",
            "front.bad-code",
            "route.bad-proto",
            "yaml.type",
            "route.bad-timeout",
            "route.bad-user",
            "route.bad-network",
            "route.bad-header",
            "route.kept-header",
            "route.bad-header-value",
            "yaml.unknown-key");
    assertThat(problems.list().stream().map(Problem::text))
        .anyMatch(line -> line.startsWith("app.yaml:5:14 "));
  }

  @Test
  void hostsServeOrLeadToTheOneThatDoes() {
    List<String> hosts = List.of("shop.test", "www.laden.test");
    assertThat(front(null, Www.AS_LISTED).serving(hosts)).isEqualTo(hosts);
    assertThat(front(null, Www.TO_BARE).serving(hosts)).containsExactly("shop.test", "laden.test");
    assertThat(front(null, Www.TO_BARE).leading(hosts))
        .isEqualTo(
            Map.of(
                "www.shop.test", "shop.test",
                "www.laden.test", "laden.test",
                "old.test", "shop.test"));
    assertThat(front(null, Www.TO_WWW).leading(hosts))
        .containsEntry("shop.test", "www.shop.test")
        .containsEntry("laden.test", "www.laden.test");
    assertThat(front("shop.test", Www.TO_WWW).serving(hosts)).containsExactly("www.shop.test");
    assertThat(front("shop.test", Www.TO_WWW).leading(hosts))
        .isEqualTo(
            Map.of(
                "shop.test", "www.shop.test",
                "laden.test", "www.shop.test",
                "www.laden.test", "www.shop.test",
                "old.test", "www.shop.test"));
    assertThat(front(null, Www.TO_BARE).leading(List.of())).isEmpty();
  }

  private static Front front(String canonical, Www www) {
    return new Front(canonical, www, List.of("old.test"), null, false, null, List.of(), Map.of());
  }
}
