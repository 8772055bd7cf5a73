package steading.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SystemdUnitTest {
  @Test
  void wordsKeepTheirSpacesAndTheirSpecialCharacters() {
    String unit =
        SystemdUnit.text(
            List.of("/usr/bin/java", "-Dsteading.source=/opt/my apps/50%", "a\"b\\c$HOME"),
            Path.of("/var/log/50%.log"),
            Map.of("DOCKER_HOST", "unix:///run/d.sock", "SECRET", "hidden"));

    assertThat(unit)
        .contains(
            "ExecStart=\"/usr/bin/java\" \"-Dsteading.source=/opt/my apps/50%%\""
                + " \"a\\\"b\\\\c$$HOME\"\n",
            "Restart=always\n",
            "KillMode=process\n",
            "Environment=\"DOCKER_HOST=unix:///run/d.sock\"\n",
            "StandardOutput=append:/var/log/50%%.log\n")
        .doesNotContain("hidden");
  }

  @Test
  void onlyRootsUsualHomeIsTheSystemsOwn() {
    assertThat(SystemdUnit.applies(Path.of("/home/ann/steading"))).isFalse();
  }

  @Test
  void theDaemonIsStartedFromAnyDirectoryWithSmallMemory() {
    List<String> command = DaemonCommand.of("some.Main", Path.of("/the/home"));

    assertThat(command).contains("-Xmx96m", "-XX:+UseSerialGC").containsSubsequence("-cp");
    assertThat(command).endsWith("some.Main", "--home", "/the/home", "serve");
    assertThat(command.get(command.indexOf("-cp") + 1).split(":", -1))
        .allMatch(entry -> entry.startsWith("/"));
  }
}
