package steading.apply;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import steading.compose.Lifecycle;
import steading.compose.Lifecycle.Healthcheck;
import steading.compose.Lifecycle.Restart;
import steading.compose.Service;
import steading.engine.TestEngine;
import steading.problem.ProblemException;

/** What is said of containers that do not become well, on the real Engine. */
@Tag("engine")
class HealthWatchTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final TestEngine test = TestEngine.connect();

  /** Longer than usual, so that a busy Engine has told of a crash before it counts as well. */
  private final HealthWatch watch =
      new HealthWatch(test.engine(), new Pulse(), Duration.ofSeconds(5));

  @AfterEach
  void clean() {
    test.close();
  }

  @Test
  void aHealthCheckThatFailsIsToldInItsOwnWords() {
    Healthcheck check =
        new Healthcheck(
            List.of("CMD-SHELL", "printf 'no\\n\\033[31mdatabase'; exit 1"),
            Duration.ofMillis(200),
            Duration.ofSeconds(5),
            null,
            null,
            1);
    String web = run(check, Restart.NO, "sleep", "300");

    assertThatThrownBy(() -> watch.awaitHealthy("shop/web", web, LIMIT))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("shop/web is not well: its health check fails: no [31mdatabase");
  }

  @Test
  void aContainerThatKeepsCrashingIsGivenUpAtItsSecondRestart() {
    String web = run(null, Restart.UNLESS_STOPPED, "sh", "-c", "sleep 0.1; exit 4");

    assertThatThrownBy(() -> watch.awaitHealthy("shop/web", web, LIMIT))
        .isInstanceOf(ProblemException.class)
        .hasMessageMatching(
            "(?s).*it keeps (crashing .exit code 4.|ending and being started again).*");
    test.engine().stop(web, Duration.ZERO);
  }

  private String run(@Nullable Healthcheck check, Restart restart, String... command) {
    Service service = Service.of("web", TestEngine.tinyImage());
    return test.run(
        test.spec(
            "web",
            service
                .withProgram(service.program().withCommand(List.of(command)))
                .withLifecycle(new Lifecycle(Map.of(), check, restart, null, null)),
            List.of()));
  }
}
