package steading.apply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.engine.TestEngine;

/** What Steading runs is seen by {@code docker compose}, of which this takes Debian's. */
@Tag("engine")
class ComposeSeesItTest {
  private static final String YAML =
      """
      services:
        web: {image: x, command: [sleep, "600"], init: true, scale: 2, depends_on: [db]}
        db: {image: x, command: [sleep, "600"], init: true, volumes: [data:/data]}
      volumes: {data: }
      """;

  @TempDir private Path directory;

  @Test
  void lsAndPsListTheStack() throws IOException {
    try (Stack stack = new Stack(directory)) {
      stack.up(YAML);

      JsonNode listed = json("ls", "--filter", "name=" + stack.app, "--format", "json");
      assertThat(listed).hasSize(1);
      assertThat(listed.at("/0/Name").asText()).isEqualTo(stack.app);
      assertThat(listed.at("/0/Status").asText()).isEqualTo("running(3)");
      assertThat(listed.at("/0/ConfigFiles").asText())
          .isEqualTo(directory.resolve("compose.yaml").toString());

      List<String> seen = new ArrayList<>();
      for (String line : compose("-p", stack.app, "ps", "--format", "json").split("\n")) {
        JsonNode container = new ObjectMapper().readTree(line);
        seen.add(container.path("Service").asText() + " " + container.path("State").asText());
      }
      assertThat(seen).containsExactlyInAnyOrder("web running", "web running", "db running");
      assertThat(compose("-p", stack.app, "top", "db")).contains("sleep 600");
    }
  }

  @Test
  void composeWouldChangeNothingAboutNetworksAndVolumesOfItsNames() throws IOException {
    try (Stack stack = new Stack(directory)) {
      stack.up(YAML);
      assertThat(labels(stack, "networks", "default"))
          .contains("\"com.docker.compose.network\":\"default\"", "com.docker.compose.version");
      assertThat(labels(stack, "volumes", "data"))
          .contains("\"com.docker.compose.volume\":\"data\"", "com.docker.compose.project");
      assertThat(stack.inspect("db").at("/Config/Labels").toString())
          .contains(
              "com.docker.compose.config-hash",
              "\"com.docker.compose.container-number\":\"1\"",
              "\"com.docker.compose.oneoff\":\"False\"",
              "\"com.docker.compose.project.working_dir\":\"" + directory + "\"",
              "\"com.docker.compose.service\":\"db\"");
    }
  }

  private static String labels(Stack stack, String kind, String name) {
    return TestEngine.inspect(kind, stack.real(name)).path("Labels").toString();
  }

  private static JsonNode json(String... arguments) throws IOException {
    return new ObjectMapper().readTree(compose(arguments));
  }

  private static String compose(String... arguments) throws IOException {
    Path binary = Path.of("target", "bench", "cli-plugins", "docker-compose").toAbsolutePath();
    if (!Files.isExecutable(binary)) {
      run(
          List.of(
              "bash",
              "-euc",
              "program=test; here=$PWD; source bin/lib.sh; source bench/setup.sh; need_compose"));
    }
    List<String> command = new ArrayList<>(List.of(binary.toString()));
    command.addAll(List.of(arguments));
    return run(command);
  }

  private static String run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.onExit().join().exitValue()).as(output).isZero();
    // Its own remarks come first.
    return output.replaceFirst("^(time=.*\n)+", "");
  }
}
