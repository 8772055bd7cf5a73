package steading.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import steading.engine.ContainerSeen;
import steading.engine.ContainerSpec;
import steading.engine.TestEngine;

/**
 * How soon people are served again after something died. Other tests make the machine busy: the
 * shortest of a few times must keep what is promised, and in the full run the middle one of many;
 * and where a tiny container takes long to start, the gateway's may, too.
 */
@Tag("engine")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HealingTest {
  private static final String HOST = "answering.localhost";
  private static final int FEW = 3;
  private static final int MANY = 20;
  private static final Duration GATEWAY_BACK = Duration.ofSeconds(2);
  private static final Duration FOUND_AGAIN = Duration.ofSeconds(1);

  @TempDir static Path directory;
  private static Installation stead;

  @BeforeAll
  static void install() throws IOException {
    stead = Installation.fresh();
    stead.stead("install", AnsweringRecipe.in(directory).toString(), "--host", HOST, "--yes").ok();
  }

  @AfterAll
  static void remove() {
    stead.close();
  }

  private interface Blow {
    void strike() throws Exception;
  }

  @Test
  @Order(1)
  void routes_follow_a_container_that_comes_back_under_another_address() throws Exception {
    shortest("a restarted container found again", addresses(FEW), FOUND_AGAIN);
  }

  @Test
  @Order(2)
  @Tag("slow")
  void routes_follow_twenty_restarts() throws Exception {
    middle("a restarted container found again", addresses(MANY), FOUND_AGAIN);
  }

  @Test
  @Order(3)
  void a_gateway_that_was_killed_serves_again_within_two_seconds() throws Exception {
    shortest("docker kill of the gateway", times(FEW, HealingTest::dockerKill), GATEWAY_BACK);
    shortest("kill -9 of the gateway", times(FEW, HealingTest::killProcess), GATEWAY_BACK);
  }

  @Test
  @Order(4)
  @Tag("slow")
  void a_gateway_that_was_killed_twenty_times_serves_again_within_two_seconds() throws Exception {
    middle("docker kill of the gateway", times(MANY, HealingTest::dockerKill), GATEWAY_BACK);
    middle(
        "kill -9 of the gateway",
        times(
            MANY,
            () -> {
              awaitSettled();
              killProcess();
            }),
        GATEWAY_BACK);
  }

  @Test
  @Order(5)
  void without_a_daemon_a_gateway_whose_process_is_killed_serves_again_within_two_seconds()
      throws Exception {
    stead.killDaemon();
    shortest(
        "kill -9 of the gateway, no daemon", times(FEW, HealingTest::killProcess), GATEWAY_BACK);
  }

  private static void dockerKill() {
    stead.engine.kill(gateway(), "SIGKILL");
  }

  private static void killProcess() {
    long pid = TestEngine.inspect("containers", gateway()).path("State").path("Pid").asLong();
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
  }

  /** The Engine lets those that die again within ten seconds wait ever longer. */
  private static void awaitSettled() {
    Installation.await(
        "a gateway that has run for a while",
        Duration.ofSeconds(60),
        () ->
            stead
                .engine
                .container(gateway())
                .map(ContainerSeen::startedAt)
                .filter(since -> since.isBefore(Instant.now().minusSeconds(11)))
                .isPresent());
  }

  private static String gateway() {
    return "stead-" + stead.id() + "-gateway";
  }

  private static List<Duration> times(int rounds, Blow blow) throws Exception {
    List<Duration> times = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      blow.strike();
      times.add(untilServed());
    }
    return times;
  }

  /** Each time, somebody else takes the address that the container had. */
  private static List<Duration> addresses(int rounds) throws Exception {
    String web = stead.containers().getFirst();
    String network = "stead-" + stead.id() + "-answering_default";
    List<Duration> times = new ArrayList<>();
    try (TestEngine test = TestEngine.connect()) {
      for (int round = 0; round < rounds; round++) {
        String before = address(web, network);
        stead.engine.stop(web, Duration.ZERO);
        ContainerSpec plain = test.spec("squatter" + round, "sleep", "600");
        test.run(
            new ContainerSpec(
                plain.name(),
                plain.image(),
                plain.service(),
                Map.of(network, new ContainerSpec.Attach(List.of(), null, null)),
                plain.volumes(),
                plain.labels(),
                plain.files(),
                plain.binds()));
        stead.engine.start(web);
        times.add(untilServed());
        assertThat(address(web, network)).isNotEqualTo(before);
      }
    }
    return times;
  }

  private static String address(String container, String network) {
    return stead.engine.container(container).orElseThrow().networks().getOrDefault(network, "");
  }

  /** Until the first of many who ask one after the other: some wait for who does not come back. */
  private static Duration untilServed() throws Exception {
    Instant from = Instant.now();
    CompletableFuture<Instant> served = new CompletableFuture<>();
    try (ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor()) {
      var _ =
          clock.scheduleAtFixedRate(
              () -> Thread.startVirtualThread(() -> visit(served)), 0, 50, TimeUnit.MILLISECONDS);
      Instant at = served.get(60, TimeUnit.SECONDS);
      clock.shutdownNow();
      return Duration.between(from, at);
    }
  }

  private static void visit(CompletableFuture<Instant> served) {
    if (!served.isDone() && serves()) {
      served.complete(Instant.now());
    }
  }

  private static boolean serves() {
    try {
      return stead.web(HOST).get("/").status() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private static void shortest(String what, List<Duration> times, Duration limit) {
    assertThat(told(what, times).getFirst()).isLessThanOrEqualTo(atLeast(limit));
  }

  /** Four times what this machine needs just now to start and stop a container of one process. */
  private static Duration atLeast(Duration limit) {
    try (TestEngine test = TestEngine.connect()) {
      Instant from = Instant.now();
      stead.engine.stop(test.run(test.spec("tiny", "sleep", "60")), Duration.ZERO);
      Duration busy = Duration.between(from, Instant.now()).multipliedBy(4);
      return busy.compareTo(limit) > 0 ? busy : limit;
    }
  }

  private static void middle(String what, List<Duration> times, Duration limit) {
    List<Duration> sorted = told(what, times);
    assertThat(sorted.get(sorted.size() / 2)).isLessThanOrEqualTo(atLeast(limit));
  }

  private static List<Duration> told(String what, List<Duration> times) {
    List<Duration> sorted = times.stream().sorted().toList();
    System.err.println(
        String.format(
            Locale.ROOT,
            "healing: %s, %d times: served again after %.2f s at best, %.2f s in the middle, %.2f s at worst",
            what,
            sorted.size(),
            sorted.getFirst().toMillis() / 1000.0,
            sorted.get(sorted.size() / 2).toMillis() / 1000.0,
            sorted.getLast().toMillis() / 1000.0));
    return sorted;
  }
}
