package steading.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BuildReaderTest {
  @TempDir Path directory;
  private Loading loading;

  @BeforeEach
  void start() {
    loading = new Loading(directory);
  }

  private Build build(String keys) {
    return Objects.requireNonNull(loading.web(keys).service().build());
  }

  @Test
  void everythingTheEnginesOwnBuilderCan() {
    Build asked =
        build(
            """
            build:
              context: .
              dockerfile_inline: |
                FROM scratch
              args: {V: 1}
              labels: [a=b]
              network: none
              target: t
              extra_hosts: [one=192.0.2.1, "two:192.0.2.2"]
              cache_from: [old:1]
              shm_size: 1m
              no_cache: true
              pull: true
              tags: [mine:2]
              ulimits: {nofile: 5}
              platforms: [linux/arm64]
            """);
    assertThat(asked.args()).isEqualTo(Map.of("V", "1"));
    assertThat(asked.target()).isEqualTo("t");
    assertThat(asked.options())
        .isEqualTo(
            new Build.Options(
                "FROM scratch\n",
                Map.of("a", "b"),
                "none",
                List.of("one:192.0.2.1", "two:192.0.2.2"),
                List.of("old:1"),
                1 << 20,
                true,
                List.of("mine:2"),
                Map.of("nofile", new Confinement.Ulimit(5, 5)),
                "linux/arm64"));
    assertThat(loading.warnings.list()).isEmpty();
  }

  @Test
  void thePlatformOfTheServiceIsTheBuilds() {
    assertThat(build("build: {platforms: [a/b, c/d]}\nplatform: c/d").options().platform())
        .isEqualTo("c/d");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cache_to: [x]",
        "platforms: [linux/amd64, linux/arm64]",
        "isolation: hyperv",
        "provenance: true",
        "sbom: true"
      })
  void whatHasNoEffectHereIsSaid(String key) {
    build("build: {" + key + "}");
    assertThat(loading.warnings.list())
        .singleElement()
        .satisfies(warning -> assertThat(warning.code()).isEqualTo("compose.no-effect"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ssh: [default]}|4:13 compose.unsupported",
        "{additional_contexts: {a: b}}|4:13 compose.unsupported",
        "{entitlements: [network.host]}|4:13 compose.unsupported",
        "{privileged: true}|4:13 compose.unsupported",
        "{dockerfile: a, dockerfile_inline: FROM x}|4:47 compose.conflict",
        "{context: \"https://example.org/x.git\"}|4:22 compose.unsupported"
      })
  void mistakesHaveTheirPlace(String build, String problem) {
    assertThat(loading.web("build: " + build).problem()).isEqualTo(problem);
  }
}
