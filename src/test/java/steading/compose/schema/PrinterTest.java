package steading.compose.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import steading.compose.yaml.Node;
import steading.compose.yaml.Yaml;
import steading.problem.Problem;
import steading.problem.Problems;

class PrinterTest {
  private final Problems problems = new Problems();

  private Node node(String text) {
    return Objects.requireNonNull(
        Yaml.parse("f.yaml", text.getBytes(StandardCharsets.UTF_8), problems));
  }

  private @Nullable Object web(String keys) {
    Object printed =
        new Printer(false, true).print(node("services: {web: {" + keys + "}}"), Shapes.PROJECT);
    return printed instanceof Map<?, ?> map && map.get("services") instanceof Map<?, ?> services
        ? services.get("web")
        : null;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "stop_grace_period: 90s|1m30s",
        "stop_grace_period: .5s|500ms",
        "stop_grace_period: 1500us|1.5ms",
        "stop_grace_period: 0|0s",
        "mem_limit: 1.5g|1610612736",
        "shm_size: 64|64",
        "memswap_limit: -1|-1",
        "user: a$b|a$$b"
      })
  void valuesHaveOneSpelling(String key, String printed) {
    String name = key.substring(0, key.indexOf(':'));
    String quoted = key.endsWith(": 0") ? key.replace(" 0", " '0'") : key;
    assertThat(web(quoted)).isEqualTo(Map.of(name, printed));
  }

  @Test
  void whatSaysNothingIsLeftOutUnlessItsAbsenceWouldSayMore() {
    assertThat(web("privileged: false, cpus: 0, dns: [], labels: {}, hostname: ''"))
        .isEqualTo(Map.of());
    assertThat(web("init: false, scale: 0, command: [], build: {}, attach: 'no'"))
        .isEqualTo(
            Map.of(
                "init", false, "scale", 0L, "command", List.of(), "build", Map.of(), "attach",
                false));
  }

  @Test
  void everythingThatDoesNotFitIsToldAtOnce() {
    Node node =
        node(
            """
            services:
              web:
                imaeg: x
                init: maybe
                cap_add: [A, A]
                healthcheck: {retries: few}
                restart:
                cgroup: shared
            """);
    new Validator(problems, true).check(node, Shapes.PROJECT);
    assertThat(
            problems.list().stream()
                .map(problem ->
                    problem.place() == null ? "" : problem.place().line() + " " + problem.code()))
        .containsExactly(
            "3 yaml.unknown-key",
            "4 yaml.type",
            "5 compose.twice",
            "6 yaml.type",
            "7 yaml.type",
            "8 compose.choice");
    assertThat(problems.list().stream().map(Problem::fix).findFirst())
        .hasValue("did you mean \"image\"?");
  }
}
