package steading.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import steading.engine.Engine;

/**
 * One person's way with hello, from installing to purging it: each step stands on the one before.
 */
@Tag("engine")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HelloJourneyTest {
  private static Installation stead;

  @BeforeAll
  static void begin() {
    stead = Installation.fresh();
  }

  @AfterAll
  static void end() {
    stead.close();
  }

  private static Installation.Result run(String... arguments) {
    return stead.stead(arguments);
  }

  @Test
  @Order(1)
  void installing_ends_with_the_url_the_admin_and_the_next_command() throws IOException {
    Installation.Result result =
        run(
                "install",
                "hello",
                "--host",
                "hello.localhost",
                "--set",
                "greeting=Good <day>",
                "--yes")
            .ok();
    assertThat(result.out())
        .contains("https://hello.localhost:" + stead.httpsPort)
        .contains("admin")
        .contains("stead info hello --secrets");
    Web.Answer page = stead.web("hello.localhost").get("/");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body()).contains("Good &lt;day&gt;");
    assertThat(stead.web("hello.localhost").get("/health").body()).contains("ok");
  }

  @Test
  @Order(2)
  void a_second_install_of_the_name_is_a_problem_and_nothing_is_left_to_do() {
    Installation.Result second = run("install", "hello", "--host", "other.localhost", "--yes");
    assertThat(second.code()).isEqualTo(2);
    assertThat(second.err()).contains("hello").contains("Fix:").doesNotContain("at steading.");
    Installation.Result apply = run("apply", "hello").ok();
    assertThat(apply.out()).contains("nothing to do");
    assertThat(run("plan").code()).isZero();
  }

  @Test
  @Order(3)
  void a_container_removed_by_hand_is_found_and_healed() throws IOException {
    String web = only("web");
    stead.engine.remove(web);
    Installation.Result plan = run("plan", "hello");
    assertThat(plan.code()).isEqualTo(3);
    assertThat(plan.out()).contains("hello/web").contains("it is not there");
    run("apply", "hello").ok();
    assertThat(run("plan", "hello").code()).isZero();
    assertThat(stead.web("hello.localhost").get("/").status()).isEqualTo(200);
  }

  @Test
  @Order(4)
  void a_setting_changes_the_page_without_a_failed_request() throws IOException {
    Ledger ledger = new Ledger(stead.web("hello.localhost"), 1);
    try {
      run("set", "hello", "greeting=Changed", "--yes").ok();
    } finally {
      ledger.stop();
    }
    assertThat(ledger.refusals()).isZero();
    assertThat(ledger.acknowledged()).isNotEmpty();
    assertThat(ledger.lost()).isEmpty();
    assertThat(stead.web("hello.localhost").get("/").body()).contains("Changed");
    assertThat(stead.containers()).hasSize(3);
  }

  @Test
  @Order(5)
  void info_tells_what_scripts_rely_on() {
    JsonNode info = info();
    assertThat(info.path("url").asText()).isEqualTo("https://hello.localhost:" + stead.httpsPort);
    assertThat(info.path("admin").path("name").asText()).isEqualTo("admin");
    assertThat(info.path("admin").path("password").isNull()).isTrue();
    assertThat(info.toString()).doesNotContain(secret("db_password"));
    String password = info("--secrets").path("admin").path("password").asText();
    assertThat(password).hasSize(20).isEqualTo(secret("admin_password"));
    assertThat(json(run("ls", "--json").ok()).path(0).path("state").asText()).isEqualTo("running");
    assertThat(json(run("version", "--json").ok()).path("daemon").path("pid").asLong())
        .isEqualTo(stead.daemonPid());
  }

  private static String secret(String name) {
    return info("--secrets").path("secrets").path(name).asText();
  }

  private static JsonNode info(String... more) {
    List<String> command = new ArrayList<>(List.of("info", "hello", "--json"));
    command.addAll(List.of(more));
    return json(run(command.toArray(String[]::new)).ok());
  }

  private static JsonNode json(Installation.Result result) {
    try {
      return new ObjectMapper().readTree(result.out());
    } catch (JsonProcessingException e) {
      throw new AssertionError(result.out(), e);
    }
  }

  @Test
  @Order(6)
  void exec_passes_the_exit_code_on_and_logs_and_jobs_run() {
    assertThat(run("exec", "hello", "db", "--", "sh", "-c", "echo out; echo err >&2; exit 7"))
        .satisfies(r -> {
          assertThat(r.code()).isEqualTo(7);
          assertThat(r.out()).isEqualTo("out\n");
          assertThat(r.err()).contains("err");
        });
    assertThat(run("logs", "hello", "--tail", "5").ok().out()).isNotBlank();
    run("run", "hello", "tidy").ok();
    assertThat(info().path("jobs").path(0).path("lastResult").asText()).isEqualTo("done");
    assertThat(run("run", "hello", "nonsense").code()).isEqualTo(5);
  }

  @Test
  @Order(7)
  void Promise_secrets_are_in_no_environment_label_or_argument() {
    for (String name : List.of("db_password", "admin_password", "secret_key")) {
      String value = secret(name);
      for (String container : stead.containers()) {
        assertThat(inspect(container)).as(container).doesNotContain(value);
      }
    }
  }

  private static String inspect(String container) {
    return stead.engine.container(container).orElseThrow().toString()
        + stead.engine.execAndWait(
            container,
            Engine.ExecSpec.of(
                "sh", "-c", "tr '\\0' '\\n' < /proc/1/environ; tr '\\0' ' ' < /proc/1/cmdline"),
            Duration.ofSeconds(20));
  }

  @Test
  @Order(8)
  void stopping_keeps_everything_and_starting_brings_it_back() throws IOException {
    run("stop", "hello", "--yes").ok();
    assertThat(json(run("ls", "--json").ok()).path(0).path("state").asText()).isEqualTo("stopped");
    assertThat(stead.web("hello.localhost").get("/").status()).isEqualTo(503);
    run("start", "hello").ok();
    assertThat(stead.web("hello.localhost").get("/").status()).isEqualTo(200);
    run("restart", "hello", "web", "--yes").ok();
  }

  @Test
  @Order(9)
  void removing_keeps_the_data_and_restoring_brings_it_back() throws IOException {
    String before = stead.web("hello.localhost").get("/ledger.json").body();
    assertThat(run("remove", "hello").code()).as("destructive, no terminal, no --yes").isEqualTo(2);
    run("remove", "hello", "--yes").ok();
    assertThat(stead.containers()).isEmpty();
    assertThat(run("info", "hello").code()).isEqualTo(5);
    assertThat(run("install", "hello", "--host", "hello.localhost", "--yes").err())
        .contains("stead restore hello");
    run("restore", "hello").ok();
    assertThat(stead.web("hello.localhost").get("/ledger.json").body()).isEqualTo(before);
  }

  @Test
  @Order(10)
  void a_failed_change_leaves_the_old_state_serving_and_the_old_file() throws IOException {
    Installation.Result unknown = run("set", "hello", "greting=x", "--yes");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("greeting");
    Installation.Result tooMany = run("scale", "hello", "db=2", "--yes");
    assertThat(tooMany.code()).isEqualTo(2);
    assertThat(stead.web("hello.localhost").get("/").body()).contains("Changed");
    assertThat(run("plan", "hello").code()).isZero();
  }

  @Test
  @Order(11)
  void two_terminals_at_the_same_moment_one_wins_and_the_other_is_told_who_holds_the_app() {
    List<Duration> told = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      TwoTerminals.Pair pair =
          TwoTerminals.at(stead, "set", "hello", "greeting=pair " + i, "--yes");
      assertThat(pair.codes()).as("pair %s", i).containsExactlyInAnyOrder(0, 4);
      assertThat(pair.loser().err()).contains("busy").contains("stead set hello greeting");
      told.add(pair.loser().took());
    }
    Collections.sort(told);
    System.err.println(
        "two terminals: 20 of 20; the loser was told after "
            + told.get(10).toMillis()
            + " ms (median), "
            + told.getLast().toMillis()
            + " ms (longest)");
    assertThat(told.getLast()).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  @Order(12)
  void purging_leaves_nothing() {
    run("remove", "hello", "--purge", "--yes").ok();
    assertThat(stead.containers()).isEmpty();
    assertThat(stead.volumes()).isEmpty();
    assertThat(json(run("ls", "--json").ok())).isEmpty();
  }

  private static String only(String service) {
    List<String> names =
        stead.containers().stream().filter(n -> n.contains("-hello-" + service + "-")).toList();
    assertThat(names).hasSize(1);
    return names.getFirst();
  }

  @Test
  @Order(13)
  void an_unknown_app_is_not_found_and_json_failures_are_json() {
    Installation.Result result = run("info", "nothere", "--json");
    assertThat(result.code()).isEqualTo(5);
    assertThat(json(result).path("exit").asInt()).isEqualTo(5);
    assertThat(json(result).path("problems").path(0).path("code").asText())
        .isEqualTo("app.not-found");
    assertThat(stead.stead(Map.of(), "nonsense").code()).isEqualTo(2);
  }
}
