package steading.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Kiwi TCMS as its administrator and as hostile visitors meet it. */
@Tag("engine")
@Tag("slow")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KiwiJourneyTest {
  private static final String HOST = "tests.localhost";
  private static final String LOGIN = "/accounts/login/";
  private static final String PIXEL =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
  // Kiwi TCMS itself refuses files with a script; the server must not rely on that.
  private static final String PAGE = "PGgxPkhlbGxvPC9oMT4=";

  private static Installation stead;
  private static Guest admin;

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

  private static int status(String path) throws IOException {
    return stead.web(HOST).get(path).status();
  }

  private static Guest login(String name, String password) throws IOException {
    Guest guest = new Guest(stead.web(HOST));
    Web.Answer page = guest.get(LOGIN);
    guest.submit(
        LOGIN,
        Map.of(
            "username", name,
            "password", password,
            "csrfmiddlewaretoken", Guest.field(page, "csrfmiddlewaretoken")));
    return guest;
  }

  private static JsonNode rpc(String method, String params) throws IOException {
    String call =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":%s}".formatted(method, params);
    String answer = admin.postJson("/json-rpc/", call).body();
    JsonNode result = new ObjectMapper().readTree(answer).path("result");
    assertThat(result.isMissingNode()).as(answer).isFalse();
    return result;
  }

  @Test
  @Order(1)
  void installing_ends_with_a_site_that_the_generated_admin_logs_in_to() throws IOException {
    Installation.Result result =
        run("install", "kiwi", "tests", "--host", HOST, "--email", "me@example.org", "--yes").ok();
    System.err.println("kiwi: installed after " + result.took().toSeconds() + " s");
    JsonNode info = new ObjectMapper().readTree(run("info", "tests", "--secrets", "--json").out());
    assertThat(info.path("admin").path("name").asText()).isEqualTo("admin");
    admin = login("admin", info.path("admin").path("password").asText());
    // The address in links is the one that people type, with its port.
    assertThat(admin.get("/").body())
        .contains("/accounts/logout/")
        .doesNotContain("Base URL is not configured", "unapplied migration");
  }

  @Test
  @Order(2)
  void the_admin_makes_a_test_plan() throws IOException {
    rpc("Classification.create", "[{\"name\":\"Web\"}]");
    rpc("Product.create", "[{\"name\":\"Shop\",\"classification\":1}]");
    int version = rpc("Version.create", "[{\"product\":1,\"value\":\"1.0\"}]").path("id").asInt();
    Web.Answer page = admin.get("/plan/new/");
    Map<String, String> form = new HashMap<>();
    for (String field : List.of("csrfmiddlewaretoken", "author")) {
      form.put(field, Guest.field(page, field));
    }
    form.putAll(
        Map.of(
            "name", "Journey of a plan",
            "product", "1",
            "product_version", Integer.toString(version),
            "type", "1",
            "text", "What is tried.",
            "is_active", "on",
            "email_settings-TOTAL_FORMS", "1",
            "email_settings-INITIAL_FORMS", "0"));
    assertThat(admin.submit("/plan/new/", form).body()).contains("Journey of a plan");
    assertThat(rpc("TestPlan.filter", "[{}]")).hasSize(1);
  }

  @Test
  @Order(3)
  void attachments_cannot_run_in_a_visitors_browser_and_nothing_else_is_to_be_had()
      throws IOException {
    rpc("TestPlan.add_attachment", "[1, \"page.html\", \"" + PAGE + "\"]");
    rpc("TestPlan.add_attachment", "[1, \"dot.png\", \"" + PIXEL + "\"]");
    for (JsonNode file : rpc("TestPlan.list_attachments", "[1]")) {
      String url = file.path("url").asText();
      Web.Answer got = stead.web(HOST).get(url.substring(url.indexOf("/uploads/")));
      assertThat(got.status()).as(url).isEqualTo(200);
      assertThat(got.headers().get("content-type"))
          .startsWith(url.endsWith(".png") ? "image/png" : "text/plain");
      assertThat(got.headers())
          .containsEntry("x-content-type-options", "nosniff")
          .containsEntry("content-security-policy", "default-src 'none'; sandbox");
    }
    assertThat(status("/uploads/installation-id")).isEqualTo(404);
    assertThat(status("/uploads/")).isEqualTo(403);
    assertThat(status("/init-db/")).isEqualTo(404);
    assertThat(status("/init-db")).isEqualTo(404);
    assertThat(status("/static/patternfly/dist/css/patternfly.min.css")).isEqualTo(200);
  }

  @Test
  @Order(4)
  void nobody_comes_in_with_known_words_or_by_registering() throws IOException {
    for (String password : List.of("", "admin", "kiwi", "password", "AnonymousUser")) {
      for (String name : List.of("admin", "kiwi", "AnonymousUser")) {
        assertThat(login(name, password).get("/").body())
            .as(name + " " + password)
            .doesNotContain("/accounts/logout/");
      }
    }
    assertThat(status("/accounts/register/")).isEqualTo(404);
  }

  @Test
  @Order(5)
  void the_status_job_tells_that_every_migration_is_there() {
    assertThat(run("run", "tests", "status").ok().out())
        .contains("\"unapplied\": 0")
        .contains("\"domain\": \"" + HOST + ":" + stead.httpsPort + "\"");
  }

  @Test
  @Order(6)
  void the_owners_own_settings_win_and_broken_ones_leave_the_old_state_serving()
      throws IOException {
    Path own = Files.createDirectories(stead.home.resolve("apps/tests/overlays/settings"));
    Files.writeString(own.resolve("50_open.py"), "REGISTRATION_ENABLED = True\n");
    run("apply", "tests", "--yes").ok();
    assertThat(status("/accounts/register/")).isEqualTo(200);
    Files.writeString(own.resolve("notes.txt"), "not for Kiwi");
    Installation.Result refused = run("apply", "tests", "--yes");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("notes.txt").doesNotContain("at steading.");
    Files.delete(own.resolve("notes.txt"));
    Files.writeString(own.resolve("60_broken.py"), "SECRET_KEY = (\n");
    Installation.Result broken = run("apply", "tests", "--yes");
    assertThat(broken.code()).isEqualTo(1);
    assertThat(broken.err())
        .contains("60_broken.py")
        .contains("SyntaxError")
        .doesNotContain("Going back failed");
    assertThat(stead.containers()).hasSize(3);
    assertThat(status(LOGIN)).isEqualTo(200);
    Files.delete(own.resolve("60_broken.py"));
    run("apply", "tests", "--yes").ok();
  }

  @Test
  @Order(7)
  void the_health_check_notices_a_dead_database_and_applying_heals_it() throws IOException {
    String database =
        stead.containers().stream().filter(n -> n.contains("-db-")).findFirst().orElseThrow();
    stead.engine.stop(database, Duration.ofSeconds(30));
    Installation.Result probe = run("exec", "tests", "web", "--", "kiwi", "probe");
    assertThat(probe.code()).isEqualTo(1);
    run("apply", "tests", "--yes").ok();
    Installation.await(
        "the login page",
        Duration.ofSeconds(60),
        () -> run("exec", "tests", "web", "--", "kiwi", "probe").code() == 0);
    assertThat(status(LOGIN)).isEqualTo(200);
  }

  @Test
  @Order(8)
  void a_restart_loses_nothing_and_purging_leaves_nothing() throws IOException {
    run("restart", "tests", "--yes").ok();
    assertThat(admin.get("/plan/1/").body()).contains("Journey of a plan");
    run("remove", "tests", "--purge", "--yes").ok();
    assertThat(stead.containers()).isEmpty();
    assertThat(stead.volumes()).isEmpty();
  }
}
