package steading.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import steading.compose.ComposeLoader;
import steading.compose.Project;
import steading.problem.Problems;

/** What older Engines cannot do is found before anything is done. */
class ShortfallTest {
  @TempDir private Path directory;

  private Project project(String service, String more) throws IOException {
    Path file = directory.resolve("compose.yaml");
    Files.writeString(file, "services: {web: {image: x, " + service + "}}\n" + more);
    return ComposeLoader.load(
        List.of(file), Map.of(), "demo", directory, new Problems(), new Problems());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "healthcheck: {test: x, start_interval: 1s}|44|start_interval|false",
        "annotations: {a: b}|43|annotations|false",
        "volumes: [{type: volume, target: /d, volume: {subpath: s}}]|45|subpath|true",
        "networks: {default: {gw_priority: 1}}|48|gw_priority|false",
        "networks: {default: {interface_name: eth5}}|49|interface_name|false",
        "networks: {a: , b: {mac_address: 02:42:ac:11:00:01}}|44|mac_address|false"
      })
  void aKeyIsMissedUntilTheEngineKnowsIt(String keys, int minor, String key, boolean grave)
      throws IOException {
    Project project = project(keys, "networks: {a: , b: }");
    assertThat(Shortfall.of(project, new ApiVersion(1, minor))).isEmpty();
    assertThat(Shortfall.of(project, new ApiVersion(1, minor - 1)))
        .singleElement()
        .satisfies(shortfall -> {
          assertThat(shortfall.key()).isEqualTo(key);
          assertThat(shortfall.grave()).isEqualTo(grave);
          assertThat(project.origin().place(shortfall.path()).line()).isEqualTo(1);
        });
  }

  @Test
  void aNetworkWithoutTheOldProtocolNeedsANewEngine() throws IOException {
    Project project = project("init: true", "networks: {n: {enable_ipv4: false}}");
    assertThat(Shortfall.of(project, new ApiVersion(1, 48))).isEmpty();
    assertThat(Shortfall.of(project, new ApiVersion(1, 47)))
        .containsExactly(new Shortfall("networks.n.enable_ipv4", "enable_ipv4", 28, true));
  }

  @Test
  void anAddressInTheFirstNetworkIsOldNews() throws IOException {
    Project project = project("mac_address: 02:42:ac:11:00:01", "");
    assertThat(Shortfall.of(project, ApiVersion.OLDEST)).isEmpty();
  }
}
