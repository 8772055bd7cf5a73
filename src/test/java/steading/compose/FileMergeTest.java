package steading.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileMergeTest {
  @TempDir Path directory;
  private Loading loading;

  @BeforeEach
  void start() {
    loading = new Loading(directory);
  }

  private Service merged(String below, String above) {
    return loading
        .web(below)
        .compose("services:\n  web:\n" + above.indent(4) + "volumes: {a: , b: }")
        .service();
  }

  @Test
  void singleValuesAndCommandsAreReplaced() {
    Service web = merged("command: [a, b]\nuser: a\ntty: true", "command: c\nuser: b");
    assertThat(web.program().command()).containsExactly("c");
    assertThat(web.program().user()).isEqualTo("b");
    assertThat(web.program().tty()).isTrue();
  }

  @Test
  void environmentsMergeInEitherForm() {
    Service web = merged("environment: {A: 1, B: 2}", "environment: [B=3, C=4]");
    assertThat(web.program().environment())
        .containsEntry("A", "1")
        .containsEntry("B", "3")
        .containsEntry("C", "4");
  }

  @Test
  void mountsAreOneByTarget() {
    Service web = merged("volumes: [\"a:/x\", \"a:/y\"]", "volumes: [\"b:/x:ro\"]");
    assertThat(web.storage().mounts())
        .containsExactly(
            new Storage.Mount(Storage.Kind.VOLUME, "b", "/x", true, 0, null),
            new Storage.Mount(Storage.Kind.VOLUME, "a", "/y", false, 0, null));
  }

  @Test
  void portsAndListsGrowWithoutRepeating() {
    Service web =
        merged(
            "ports: [\"80:80\"]\ncap_drop: [A]", "ports: [\"80:80\", \"81:80\"]\ncap_drop: [A, B]");
    assertThat(web.wiring().ports()).extracting("published").containsExactly(80, 81);
    assertThat(web.confinement().capDrop()).containsExactly("A", "B");
  }

  @Test
  void dependenciesAndNetworksMergeInEitherForm() {
    loading.compose("services: {web: {image: x, depends_on: [a]}, a: {image: x}, b: {image: x}}");
    loading.compose("services: {web: {depends_on: {b: {condition: service_healthy}}}}");
    assertThat(loading.service().lifecycle().dependsOn()).containsOnlyKeys("a", "b");
  }

  @Test
  void theTestOfAHealthcheckIsReplacedWhole() {
    Service web =
        merged("healthcheck: {test: [CMD, a, b], retries: 5}", "healthcheck: {test: [CMD, c]}");
    Lifecycle.Healthcheck check = web.lifecycle().healthcheck();
    assertThat(check).isNotNull();
    assertThat(check.test()).isEqualTo(List.of("CMD", "c"));
    assertThat(check.retries()).isEqualTo(5);
  }

  @Test
  void optionsOfAnotherLogDriverAreForgotten() {
    Service web =
        merged(
            "logging: {driver: json-file, options: {max-size: 1m}}",
            "logging: {driver: local, options: {max-file: '2'}}");
    Confinement.Logging logging = web.confinement().logging();
    assertThat(logging).isNotNull();
    assertThat(logging.options()).containsOnlyKeys("max-file");
  }

  @Test
  void resetTakesAwayAndOverrideReplaces() {
    Service web =
        merged(
            "ports: [\"80:80\"]\ncap_drop: [A]\nenvironment: {A: 1, B: 2}\nuser: x",
            "ports: !reset []\ncap_drop: !override [B]\nenvironment: {A: !reset null}\nuser: ");
    assertThat(web.wiring().ports()).isEmpty();
    assertThat(web.confinement().capDrop()).containsExactly("B");
    assertThat(web.program().environment()).containsOnlyKeys("B");
    assertThat(web.program().user()).isEqualTo("x");
  }

  @Test
  void problemsNameTheFileTheyAreIn() {
    loading.web("").compose("services:\n  web:\n    user: [a]\n").project();
    assertThat(loading.problems.list().getFirst().text()).contains("compose1.yaml:3:11");
  }
}
