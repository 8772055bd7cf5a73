package steading.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineReadyTest {
  @Test
  void noDaemonIsStartedForAnEngineThatDoesNotAnswer(@TempDir Path home) {
    Map<String, String> environment =
        Map.of("STEADING_HOME", home.toString(), "DOCKER_HOST", "unix://" + home + "/absent.sock");

    Ran ran = Ran.with(environment, "", "ls", "--no-setup");

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("no Docker Engine answers at unix://" + home + "/absent.sock");
    assertThat(Files.exists(home.resolve("run").resolve("daemon.pid"))).isFalse();
  }
}
