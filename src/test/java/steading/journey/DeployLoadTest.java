package steading.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import steading.journey.EchoSockets.End;

/** Deploys while people use the app: requests on kept and new connections, and open websockets. */
@Tag("engine")
class DeployLoadTest {
  private static final String HOST = "hello.localhost";

  /** What the command line that tells of the switch may come late by. */
  private static final Duration LATE = Duration.ofSeconds(1);

  @Test
  void two_deploys_under_load_fail_no_request_and_cut_no_websocket_early() throws Exception {
    try (Installation stead = installed("5s")) {
      deploys(stead, 2, Duration.ofSeconds(5), 20, 1_000);
      withoutDaemon(stead, Duration.ofSeconds(5), 100);
    }
  }

  @Test
  @Tag("slow")
  void Promise_five_minutes_without_the_daemon_fail_no_request() throws IOException {
    try (Installation stead = installed("30s")) {
      withoutDaemon(stead, Duration.ofMinutes(5), 30_000);
    }
  }

  private static void withoutDaemon(Installation stead, Duration time, int leastRequests) {
    try (Traffic load = new Traffic(stead.web(HOST), "/whoami", 500).keepAlive(64).closing(8)) {
      Installation.await("the first answers", Duration.ofSeconds(60), () -> load.answers() >= 100);
      stead.killDaemon();
      Instant over = Instant.now().plus(time);
      Installation.await("the end", time.plusMinutes(1), () -> Instant.now().isAfter(over));
      load.end();
      System.err.println("without the daemon: " + time.toSeconds() + " s: " + load.figures());
      assertThat(load.failures()).isEmpty();
      assertThat(load.answers()).isGreaterThanOrEqualTo(leastRequests);
    }
  }

  @Test
  @Tag("slow")
  void Promise_twenty_deploys_under_load_fail_no_request_and_cut_no_websocket_early()
      throws Exception {
    try (Installation stead = installed("30s")) {
      deploys(stead, 20, Duration.ofSeconds(30), 200, 100_000);
    }
  }

  /** An installation of hello, with this time for what is under way at a switch. */
  private static Installation installed(String drain) throws IOException {
    Installation stead = Installation.fresh();
    RecipeCopy.of("hello", stead).change("recipe.yaml", "drain: 30s", "drain: " + drain).patient();
    stead.stead("install", "hello", "--host", HOST, "--yes").ok();
    return stead;
  }

  private static void deploys(
      Installation stead, int deploys, Duration drain, int sockets, int leastRequests)
      throws Exception {
    Web web = stead.web(HOST);
    List<Instant> switches = new ArrayList<>();
    try (EchoSockets echo = new EchoSockets(web, "/ws", sockets);
        Traffic load = new Traffic(web, "/whoami", 500).keepAlive(64).closing(8)) {
      Installation.await("open websockets", Duration.ofSeconds(60), () -> echo.open() == sockets);
      for (int deploy = 1; deploy <= deploys; deploy++) {
        switches.add(deploy(stead, "Deploy " + deploy));
      }
      load.end();
      List<End> early =
          echo.ends().stream().filter(end -> !afterItsDeadline(end, switches, drain)).toList();
      System.err.println(
          "deploys under load: %d deploys: %s; %d websockets, %d ended, %d of them before the drain deadline, %d words echoed"
              .formatted(
                  deploys,
                  load.figures(),
                  sockets,
                  echo.ends().size(),
                  early.size(),
                  echo.echoes()));
      assertThat(load.failures()).isEmpty();
      assertThat(load.failed()).isZero();
      assertThat(load.answers()).isGreaterThanOrEqualTo(leastRequests);
      assertThat(early).isEmpty();
      assertThat(echo.ends())
          .as("websockets that were open at a switch")
          .hasSize(deploys * sockets)
          .allMatch(end -> end.code() == EchoSockets.GOING_AWAY);
    }
  }

  /** Only what was there before a switch ends because of it, and not before its time is over. */
  private static boolean afterItsDeadline(End end, List<Instant> switches, Duration drain) {
    return switches.stream()
        .anyMatch(moment ->
            end.begun().isBefore(moment) && !end.at().isBefore(moment.plus(drain).minus(LATE)));
  }

  /** Returns when the routes were switched. */
  private static Instant deploy(Installation stead, String greeting) throws Exception {
    Process process = stead.begin(Map.of(), "set", "hello", "greeting=" + greeting, "--yes");
    Instant switched = Instant.MAX;
    StringBuilder said = new StringBuilder();
    try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        said.append(line).append('\n');
        if (line.contains("switch routes to")) {
          switched = Instant.now();
        }
      }
    }
    assertThat(process.waitFor()).as("%s", said).isZero();
    assertThat(switched).as("the switch in\n%s", said).isBefore(Instant.MAX);
    return switched;
  }
}
