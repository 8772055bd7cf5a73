package steading.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import steading.engine.Engine;
import steading.engine.Engine.ExecSpec;

/** A clone of hello: the same rows, other secrets, and no way out until it is released. */
@Tag("engine")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CloneTest {
  private static final int ROWS = 12;

  private static Installation stead;

  @BeforeAll
  static void begin() throws IOException {
    stead = Installation.fresh();
    PatientHello.install(stead);
    for (int n = 1; n <= ROWS; n++) {
      stead
          .web("hello.localhost")
          .postJson("/ledger", "{\"n\": " + n + ", \"sum\": " + n * 7 + "}");
    }
    run("clone", "hello", "trial", "--host", "trial.localhost").ok();
  }

  @AfterAll
  static void end() {
    stead.close();
  }

  private static Installation.Result run(String... arguments) {
    return stead.stead(arguments);
  }

  private static JsonNode info(String app) {
    String text = run("info", app, "--secrets", "--json").ok().out();
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  private static int rows(String host) throws IOException {
    return stead.web(host).get("/ledger.json").body().split("\"n\"", -1).length - 1;
  }

  @Test
  @Order(1)
  void a_clone_has_the_same_rows_and_secrets_of_its_own() throws IOException {
    assertThat(rows("trial.localhost")).isEqualTo(ROWS);
    JsonNode own = info("trial").path("secrets");
    JsonNode its = info("hello").path("secrets");
    assertThat(own.path("db_password").asText()).isNotEqualTo(its.path("db_password").asText());
    assertThat(own.path("secret_key").asText()).isNotEqualTo(its.path("secret_key").asText());
    assertThat(own.path("admin_password")).isEqualTo(its.path("admin_password"));

    assertThat(login("trial", its.path("db_password").asText())).as("the old password").isFalse();
    assertThat(login("trial", own.path("db_password").asText())).as("the new one").isTrue();
    assertThat(run("plan").code()).isZero();
  }

  @Test
  @Order(2)
  void a_clone_is_marked_and_its_jobs_have_no_next_run() {
    JsonNode clone = info("trial");
    assertThat(clone.path("cloneOf").asText()).isEqualTo("hello");
    assertThat(clone.path("jobs").path(0).path("nextRun").isNull()).isTrue();
    assertThat(info("hello").path("jobs").path(0).path("nextRun").isNull()).isFalse();
    assertThat(run("ls").ok().out()).contains("clone of hello");
  }

  @Test
  @Order(3)
  void a_clone_reaches_nothing_outside_until_it_is_released() throws IOException {
    try (Outside outside = new Outside(stead.engine)) {
      assertThat(outside.isReachedFrom(container("hello", "db"))).isTrue();
      assertThat(outside.isReachedFrom(container("trial", "db"))).isFalse();

      assertThat(run("clone", "trial", "--release").code()).as("nobody said yes").isEqualTo(2);
      assertThat(outside.isReachedFrom(container("trial", "db"))).isFalse();
      run("clone", "trial", "--release", "--yes").ok();

      assertThat(outside.isReachedFrom(container("trial", "db"))).isTrue();
    }
    assertThat(rows("trial.localhost")).isEqualTo(ROWS);
    assertThat(info("trial").path("cloneOf").isNull()).isTrue();
    assertThat(info("trial").path("jobs").path(0).path("nextRun").isNull()).isFalse();
    assertThat(run("plan").code()).isZero();
    assertThat(stead.engine.networks(stead.label()))
        .noneMatch(network -> network.name().contains("_held_"));
  }

  private static boolean login(String app, String password) {
    String db = container(app, "db");
    // Over the network, where a password is asked for.
    return exec(
                db,
                "sh",
                "-c",
                "PGPASSWORD=\"$1\" psql -w -h \"$(hostname -i | cut -d' ' -f1)\" -U hello -c 'SELECT 1'",
                "sh",
                password)
            .code()
        == 0;
  }

  private static Engine.ExecResult exec(String container, String... command) {
    return stead.engine.execAndWait(container, ExecSpec.of(command), Duration.ofMinutes(2));
  }

  private static String container(String app, String service) {
    return stead.containers().stream()
        .filter(name -> name.contains("-" + app + "-" + service + "-"))
        .findFirst()
        .orElseThrow();
  }
}
