package steading.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LifecycleTest {
  @TempDir Path directory;
  private Loading loading;

  @BeforeEach
  void start() {
    loading = new Loading(directory);
  }

  private Lifecycle.Healthcheck healthcheck(String check) {
    return Objects.requireNonNull(
        loading.web("healthcheck: " + check).service().lifecycle().healthcheck());
  }

  @Test
  void dependenciesAreAListOrAMapping() {
    loading.compose(
        """
        services:
          web:
            image: x
            depends_on:
              db: {condition: service_healthy, restart: true}
              setup: {condition: service_completed_successfully}
              maybe: {condition: service_started, required: false}
          db: {image: x, depends_on: [setup]}
          setup: {image: x}
          maybe: {image: x}
        """);
    assertThat(loading.service().lifecycle().dependsOn())
        .containsEntry("db", new Lifecycle.Dependency(Lifecycle.Condition.HEALTHY, true, true))
        .containsEntry(
            "setup", new Lifecycle.Dependency(Lifecycle.Condition.COMPLETED, false, true))
        .containsEntry(
            "maybe", new Lifecycle.Dependency(Lifecycle.Condition.STARTED, false, false));
    assertThat(loading.project().services().get("db").lifecycle().dependsOn())
        .containsOnlyKeys("setup");
  }

  @Test
  void circlesAreFound() {
    loading.compose(
        "services: {a: {image: x, depends_on: [b]}, b: {image: x, depends_on: [c]}, c: {image: x,"
            + " depends_on: [b]}}");
    assertThat(loading.problem()).endsWith("compose.cycle");
    assertThat(loading.problems.list().getFirst().what()).contains("b → c → b");
  }

  @Test
  void aMissingServiceIsAProblem() {
    assertThat(loading.web("depends_on: [bd]").problem()).isEqualTo("4:18 compose.undefined");
  }

  @Test
  void healthchecks() {
    assertThat(
            healthcheck(
                "{test: [CMD, a, b], interval: 1m30s, timeout: 10s, retries: 3, start_period: 40s,"
                    + " start_interval: 5s}"))
        .isEqualTo(
            new Lifecycle.Healthcheck(
                List.of("CMD", "a", "b"),
                Duration.ofSeconds(90),
                Duration.ofSeconds(10),
                Duration.ofSeconds(40),
                Duration.ofSeconds(5),
                3));
  }

  @Test
  void aTestOfOneTextIsForTheShell() {
    assertThat(healthcheck("{test: curl -f x}").test()).containsExactly("CMD-SHELL", "curl -f x");
  }

  @Test
  void healthchecksCanBeSwitchedOff() {
    assertThat(healthcheck("{disable: true}").disabled()).isTrue();
    loading = new Loading(directory);
    assertThat(healthcheck("{test: [NONE]}").disabled()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "healthcheck: {test: [a]}|4:25 compose.healthcheck",
        "healthcheck: {interval: 5}|4:29 yaml.type",
        "healthcheck: {tset: a}|4:19 yaml.unknown-key",
        "restart: sometimes|4:14 compose.choice",
        "depends_on: {web: {condition: ready}}|4:35 compose.choice",
        "stop_grace_period: soon|4:24 yaml.type"
      })
  void mistakesHaveTheirPlace(String keys, String problem) {
    loading.web(keys).project();
    assertThat(loading.problems.list().stream().map(Loading::brief)).contains(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "stop_signal: SIGTERM|no|0",
        "restart: \"no\"|no|0",
        "restart: always|always|0",
        "restart: unless-stopped|unless-stopped|0",
        "restart: on-failure:3|on-failure|3",
        "deploy: {restart_policy: {condition: on-failure, max_attempts: 2}}|on-failure|2",
        "deploy: {restart_policy: {condition: none}}|no|0",
        "deploy: {restart_policy: {condition: any}}|always|0"
      })
  void restarts(String keys, String policy, int retries) {
    assertThat(loading.web(keys).service().lifecycle().restart())
        .isEqualTo(new Lifecycle.Restart(policy, retries));
  }

  @Test
  void stopping() {
    Lifecycle lifecycle =
        loading.web("stop_signal: SIGINT\nstop_grace_period: 1m30s").service().lifecycle();
    assertThat(lifecycle.stopSignal()).isEqualTo("SIGINT");
    assertThat(lifecycle.stopGracePeriod()).isEqualTo(Duration.ofSeconds(90));
  }
}
