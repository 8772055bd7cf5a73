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

/** Where an image, labels and variables come from; mounts and networks in what few need. */
class SupplyTest {
  @TempDir Path directory;
  private Loading loading;

  @BeforeEach
  void start() {
    loading = new Loading(directory);
  }

  @ParameterizedTest
  @CsvSource({
    "always, ALWAYS",
    "never, NEVER",
    "missing, MISSING",
    "if_not_present, MISSING",
    "daily, USUAL",
    "every_12h, USUAL"
  })
  void pullPolicies(String written, Service.Pull pull) {
    assertThat(loading.web("pull_policy: " + written).service().supply().pull()).isEqualTo(pull);
  }

  @Test
  void aWrongPullPolicyIsAProblem() {
    assertThat(loading.web("pull_policy: often").problem()).isEqualTo("4:18 compose.choice");
    loading = new Loading(directory);
    assertThat(loading.web("pull_policy: build").problem()).isEqualTo("4:18 compose.conflict");
  }

  @Test
  void platformAndAnnotations() {
    assertThat(loading.web("platform: linux/arm64\nannotations: [a=b]").service().supply())
        .isEqualTo(new Service.Supply("linux/arm64", Service.Pull.USUAL, Map.of("a", "b")));
  }

  @Test
  void labelsOfFilesComeFirst() {
    loading
        .file("one.labels", "a=one\nb=one\n")
        .file("two.labels", "b=two\nc=two\n")
        .web("label_file: [one.labels, two.labels]\nlabels: {c: here}");
    assertThat(loading.service().labels()).isEqualTo(Map.of("a", "one", "b", "two", "c", "here"));
    assertThat(loading.project().origin().envFiles().get("web")).hasSize(2);
  }

  @Test
  void rawFilesOfVariablesAreTakenAsTheyStand() {
    loading
        .file("raw.env", "A='quoted' # not a comment\nB=$C\n#X=1\n")
        .web("env_file: [{path: raw.env, format: raw}]");
    assertThat(loading.service().program().environment())
        .isEqualTo(Map.of("A", "'quoted' # not a comment", "B", "$C"));
  }

  @Test
  void optionsOfMounts() {
    List<Storage.Mount> mounts =
        loading
            .web(
                """
                volumes:
                  - type: bind
                    source: /a
                    target: /a
                    bind: {propagation: rslave, selinux: Z, create_host_path: false}
                  - {type: volume, target: /b, volume: {nocopy: true, labels: {x: y}}}
                  - {type: tmpfs, target: /c, tmpfs: {mode: 01777, size: 1m}}
                tmpfs: "/d:mode=1777,uid=5,size=2m,exec"
                """)
            .service()
            .storage()
            .mounts();
    assertThat(mounts.stream().map(Storage.Mount::options))
        .containsExactly(
            new Storage.Options("rslave", "Z", true, false, Map.of(), null, List.of()),
            new Storage.Options(null, null, false, true, Map.of("x", "y"), null, List.of()),
            new Storage.Options(null, null, false, false, Map.of(), 01777, List.of()),
            new Storage.Options(
                null, null, false, false, Map.of(), null, List.of("mode=1777", "uid=5", "exec")));
  }

  @Test
  void mountsOfOthers() {
    assertThat(
            loading
                .web("volumes_from: [\"db:ro\", \"container:other\", \"container:third:ro\"]")
                .compose("services: {db: {image: x}}")
                .service()
                .storage()
                .volumesFrom())
        .containsExactly(
            new Storage.Lender(true, "db", true),
            new Storage.Lender(false, "other", false),
            new Storage.Lender(false, "third", true));
  }

  @Test
  void addressesOfNetworks() {
    Network network =
        loading
            .compose(
                """
                services: {web: {image: x}}
                networks:
                  n:
                    enable_ipv4: false
                    ipam:
                      driver: default
                      options: {a: b}
                      config: [{subnet: 10.1.0.0/16, aux_addresses: {r: 10.1.0.1}}]
                """)
            .project()
            .networks()
            .get("n");
    assertThat(Objects.requireNonNull(network).addressing())
        .isEqualTo(new Network.Addressing(false, "default", Map.of("a", "b")));
    assertThat(network.pools())
        .containsExactly(new Network.Pool("10.1.0.0/16", null, null, Map.of("r", "10.1.0.1")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "configs: {c: {file: a, driver: x}}|2:24 yaml.unknown-key",
        "secrets: {s: {file: a, template_driver: x}}|2:24 compose.unsupported"
      })
  void whatOnlyAClusterHasIsAProblem(String section, String problem) {
    loading.compose("services: {web: {image: x}}\n" + section);
    assertThat(loading.problem()).isEqualTo(problem);
  }
}
