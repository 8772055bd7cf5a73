package steading.compose;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.compose.yaml.YamlWriter;

class MutationTest {
  private static final List<String> KEYS =
      List.of(
          "build",
          "command",
          "configs",
          "cpus",
          "depends_on",
          "deploy",
          "devices",
          "dns",
          "entrypoint",
          "env_file",
          "environment",
          "expose",
          "extra_hosts",
          "healthcheck",
          "labels",
          "logging",
          "mem_limit",
          "networks",
          "network_mode",
          "pid",
          "pids_limit",
          "ports",
          "profiles",
          "restart",
          "secrets",
          "security_opt",
          "shm_size",
          "stop_grace_period",
          "sysctls",
          "tmpfs",
          "ulimits",
          "user",
          "volumes",
          "scale",
          "image",
          "cap_add");
  private static final List<String> VALUES =
      List.of(
          "",
          "x",
          "-1",
          "99999999999999999999",
          "0",
          "1.5",
          "true",
          "\"a\\0b\"",
          "[]",
          "{}",
          "[x]",
          "[[x]]",
          "[{}]",
          "{x: y}",
          "{x: {y: z}}",
          "[null]",
          "{x: }",
          "{\"\": }",
          "[\"\"]",
          "'::'",
          "[':::']",
          "[\"/\\0:/x\"]",
          "{context: \"\\0\"}",
          "{dockerfile: \"\\0\"}",
          "[{source: \"\\0\", target: \"\\0\", type: bind}]",
          "[{target: 1}]",
          "$",
          "${",
          "!reset x",
          "!override [x]",
          "{test: [], driver: [], limits: x}",
          "{<<: {a: b}}",
          "~/x",
          "[=]",
          "[':']",
          "{resources: {limits: {}}}",
          "{replicas: 1, resources: x}",
          "[\"a=\\0\"]",
          "'/'",
          "[/:/]");

  @TempDir Path directory;

  @Test
  void whateverStandsInAFileBecomesAProjectOrProblemsButNeverAnException() {
    Random random = new Random(11);
    for (int round = 0; round < 3000; round++) {
      StringBuilder text = new StringBuilder("services:\n  web:\n");
      for (int line = 0; line < 4; line++) {
        text.append("    ").append(pick(random, KEYS)).append(": ");
        text.append(pick(random, VALUES)).append('\n');
      }
      text.append(pick(random, List.of("networks", "volumes", "secrets", "configs", "name")));
      text.append(": {x: ").append(pick(random, VALUES)).append("}\n");
      Loading loading = new Loading(directory).compose(text.toString());
      loading.compose(
          "services: {web: {" + pick(random, KEYS) + ": " + pick(random, VALUES) + "}}");
      assertThatCode(
              () -> {
                Project project = loading.project();
                Policy.check(project, Set.of());
                YamlWriter.write(loading.tree().canonical(false));
              })
          .as(text.toString())
          .doesNotThrowAnyException();
    }
  }

  private static String pick(Random random, List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
