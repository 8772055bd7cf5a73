package steading.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import steading.engine.ContainerSeen;

/** What goes on, and what comes back, without the daemon: each step stands on the one before. */
@Tag("engine")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RebootTest {
  private static final Duration GATEWAY_BACK = Duration.ofSeconds(5);
  private static final Duration ALL_BACK = Duration.ofSeconds(60);

  private static PrivateEngine engine;
  private static Installation stead;
  private static int nextRow = 1;

  @BeforeAll
  static void begin() {
    engine = PrivateEngine.start();
    engine.load(HelloImages.names());
    stead = Installation.on(engine);
    stead.stead("install", "hello", "--host", "hello.localhost", "--yes").ok();
  }

  @AfterAll
  static void end() throws Exception {
    try (AutoCloseable _ = engine;
        AutoCloseable _ = stead) {
      // Closes the installation first, and neither where it was never begun.
    }
  }

  @Test
  @Order(1)
  void a_gateway_that_was_killed_by_hand_is_brought_back_by_the_daemon() {
    engine.docker("kill", gateway().name());
    measure("gateway killed with docker kill", GATEWAY_BACK);
  }

  @Test
  @Order(2)
  void Promise_apps_and_gateway_serve_while_the_daemon_is_dead() throws IOException {
    stead.killDaemon();
    Ledger ledger = new Ledger(web(), nextRow);
    Installation.await(
        "a hundred rows", Duration.ofSeconds(60), () -> ledger.acknowledged().size() >= 100);
    ledger.stop();
    nextRow = ledger.nextNumber();
    assertThat(ledger.refusals()).as("refused requests").isZero();
    assertThat(ledger.lost()).isEmpty();
  }

  @Test
  @Order(3)
  void a_gateway_whose_process_dies_is_back_by_its_restart_policy() {
    engine.killProcess(gateway().name());
    measure("gateway's process killed, no daemon", GATEWAY_BACK);
  }

  @Test
  @Order(4)
  void Promise_after_a_power_cut_apps_and_gateway_come_back_without_the_daemon()
      throws IOException {
    Ledger ledger = new Ledger(web(), nextRow);
    Installation.await(
        "fifty rows", Duration.ofSeconds(60), () -> ledger.acknowledged().size() >= 50);
    engine.losePower();
    engine.bootAgain();
    measure("page after the Engine answers, no daemon", ALL_BACK);
    ledger.stop();
    assertThat(ledger.lost()).as("acknowledged rows that are lost").isEmpty();
    System.err.println(
        "reboot: %d acknowledged rows, 0 lost; %d requests refused meanwhile"
            .formatted(ledger.acknowledged().size(), ledger.refusals()));
    assertThat(stead.daemonPid()).as("the daemon's process").satisfies(RebootTest::isDead);
  }

  private static void isDead(long pid) {
    assertThat(ProcessHandle.of(pid)).isEmpty();
  }

  @Test
  @Order(5)
  void then_the_daemon_finds_nothing_to_do() throws IOException {
    Installation.Result plan = stead.stead("plan");
    assertThat(plan.code()).as("%s%s", plan.out(), plan.err()).isZero();
    assertThat(stead.stead("ls").ok().out()).contains("running");
    assertThat(web().get("/").status()).isEqualTo(200);
  }

  private static Web web() {
    return stead.web("hello.localhost");
  }

  private static ContainerSeen gateway() {
    return stead.engine.containers(stead.label()).stream()
        .filter(container -> container.name().endsWith("-gateway"))
        .findFirst()
        .orElseThrow();
  }

  private static void measure(String what, Duration limit) {
    Instant from = Instant.now();
    Installation.await(what, limit, RebootTest::serves);
    System.err.println(
        String.format(
            Locale.ROOT,
            "reboot: %s: served again after %.1f s",
            what,
            Duration.between(from, Instant.now()).toMillis() / 1000.0));
  }

  private static boolean serves() {
    try {
      return web().get("/").status() == 200;
    } catch (IOException e) {
      return false;
    }
  }
}
