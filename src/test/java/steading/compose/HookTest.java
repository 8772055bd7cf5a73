package steading.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import steading.engine.HookText;

/** {@code post_start} and {@code pre_stop}. */
class HookTest {
  @TempDir Path directory;
  private Loading loading;

  @BeforeEach
  void start() {
    loading = new Loading(directory);
  }

  @Test
  void aHookIsACommandWithItsOwnUserAndEnvironment() {
    Lifecycle asked =
        loading
            .with("B", "from outside")
            .web(
                """
                post_start:
                  - command: chown -R "a b" /data
                    user: root
                    privileged: true
                    working_dir: /data
                    environment: [A=1, B, NONE]
                pre_stop: [{command: [./stop.sh]}]
                """)
            .service()
            .lifecycle();
    Hook hook =
        new Hook(
            List.of("chown", "-R", "a b", "/data"),
            "root",
            true,
            "/data",
            Map.of("A", "1", "B", "from outside"));
    assertThat(asked.postStart()).containsExactly(hook);
    assertThat(asked.preStop())
        .containsExactly(new Hook(List.of("./stop.sh"), null, false, null, Map.of()));
    assertThat(hook.toString()).doesNotContain("from outside");
  }

  @Test
  void aLabelCarriesHooksAndLosesNothing() {
    List<Hook> hooks =
        List.of(
            new Hook(List.of("a", "\"b\""), "u", true, "/w", Map.of("K", "v")),
            new Hook(List.of("c"), null, false, null, Map.of()));
    assertThat(HookText.read(HookText.of(hooks))).isEqualTo(hooks);
    assertThat(HookText.read("{forged")).isEmpty();
    assertThat(HookText.read("")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "post_start: [{user: root}]|4:18 yaml.missing-key",
        "post_start: [{comand: x}]|4:19 yaml.unknown-key",
        "pre_stop: [{command: \"a 'b\"}]|4:26 compose.command",
        "pre_stop: {command: x}|4:15 yaml.type"
      })
  void mistakesHaveTheirPlace(String keys, String problem) {
    loading.web(keys).project();
    assertThat(loading.problems.list().stream().map(Loading::brief)).contains(problem);
  }
}
