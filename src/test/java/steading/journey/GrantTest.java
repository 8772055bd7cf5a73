package steading.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.engine.TestEngine;

/** What DangerTest shows of every construct, shown of two on a real Engine, on every way there. */
@Tag("engine")
class GrantTest {
  @TempDir private Path directory;

  @Test
  void the_host_is_opened_by_name_alone_and_closed_again() throws IOException {
    Path data = Files.createDirectories(directory.resolve("data")).toRealPath();
    Path recipe = Files.createDirectories(directory.resolve("greedy"));
    Files.writeString(
        recipe.resolve("compose.yaml"),
        """
        services:
          web:
            image: %s
            command: [sleep, "600"]
            stop_grace_period: 0s
            cap_add: [NET_RAW]
            volumes: ["%s:/data"]
        """
            .formatted(TestEngine.tinyImage(), data));
    String mount = "host-mount=" + data;
    try (Installation stead = Installation.fresh()) {
      Installation.Result refused = stead.stead("install", recipe.toString(), "--yes");
      assertThat(refused.code()).isEqualTo(2);
      assertThat(refused.err()).contains("--grant cap-add=web:NET_RAW", "--grant " + mount);
      assertThat(stead.containers()).isEmpty();

      String[] install = {
        "install", recipe.toString(), "--grant", "cap-add=web:NET_RAW", "--grant", mount
      };
      assertThat(stead.stead(install).code()).as("a new grant is asked for").isEqualTo(2);
      assertThat(stead.containers()).isEmpty();
      Installation.Result opened =
          stead.stead(Stream.concat(Stream.of(install), Stream.of("--yes")).toArray(String[]::new));
      assertThat(opened.ok().err()).contains("Opens the host: cap-add=web:NET_RAW");
      stead.stead("exec", "greedy", "web", "--", "touch", "/data/written").ok();
      assertThat(data.resolve("written")).exists();
      assertThat(stead.stead("info", "greedy").ok().out()).contains("Grants", mount);
      closedAgain(stead);
    }
  }

  private static void closedAgain(Installation stead) throws IOException {
    List<String> running = stead.containers();
    refusedFor(stead, "set", "greedy", "--unset", "grant.cap-add", "--yes");
    assertThat(stead.stead("plan", "greedy").code()).as("nothing was changed").isZero();
    Path file = stead.home.resolve("apps/greedy/app.yaml");
    String granted = Files.readString(file);
    Files.writeString(file, granted.replace("  - cap-add=web:NET_RAW\n", ""));
    refusedFor(stead, "apply", "greedy", "--yes");
    assertThat(stead.containers()).isEqualTo(running);

    stead.stead("remove", "greedy", "--yes").ok();
    refusedFor(stead, "restore", "greedy", "--yes");
    assertThat(stead.containers()).isEmpty();
    stead.stead("set", "greedy", "grant.cap-add=web:NET_RAW", "--yes").ok();
    assertThat(stead.containers()).isEqualTo(running);
  }

  private static void refusedFor(Installation stead, String... words) {
    Installation.Result refused = stead.stead(words);
    assertThat(refused.code()).as(refused.err()).isEqualTo(2);
    assertThat(refused.err()).contains("cap-add web:NET_RAW is refused");
  }
}
