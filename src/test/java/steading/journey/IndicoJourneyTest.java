package steading.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
 * From installing Indico to an event with a guest's mail, and to its end, as an administrator lives
 * it.
 */
@Tag("slow")
@Tag("engine")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class IndicoJourneyTest {
  private static final String HOST = "conf.localhost";
  private static final String EMAIL = "admin@example.org";
  private static final Duration SOON = Duration.ofMinutes(3);

  private static Installation stead;
  private static Browser browser;
  private static String event = "";

  @BeforeAll
  static void begin() {
    stead = Installation.fresh();
    browser = Browser.open();
  }

  @AfterAll
  static void end() {
    try {
      if (browser != null) {
        browser.close();
      }
    } finally {
      stead.close();
    }
  }

  @Test
  @Order(1)
  void an_install_without_an_address_for_the_administrator_is_refused() {
    Installation.Result result = run("install", "indico", "conf", "--host", HOST, "--yes");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("--email");
  }

  @Test
  @Order(2)
  void one_command_installs_indico_and_says_who_the_administrator_is() throws IOException {
    Installation.Result result =
        run(
                "install",
                "indico",
                "conf",
                "--host",
                HOST,
                "--email",
                EMAIL,
                "--yes",
                // A host's account shall own the files.
                "--set",
                "uid=4711",
                "--set",
                "gid=4712")
            .ok();

    System.err.println("indico: installed in " + result.took().toSeconds() + " s, of which");
    result.err().lines().filter(line -> line.contains(": build ")).forEach(System.err::println);
    assertThat(result.out()).contains(site()).contains("/login/");
    assertThat(info().path("url").asText()).isEqualTo(site());
    assertThat(info().path("admin").path("name").asText()).isEqualTo("admin");
    assertThat(info().path("admin").path("password").isNull()).isTrue();
    assertThat(password()).hasSize(20);
    assertThat(run("plan", "conf").code()).isZero();
    assertThat(stead.web(HOST).get("/ping").status()).isEqualTo(204);
  }

  @Test
  @Order(3)
  void the_page_that_gives_the_site_away_is_closed_and_guessed_passwords_open_nothing()
      throws IOException {
    Web.Answer bootstrap = stead.web(HOST).get("/bootstrap");
    assertThat(bootstrap.status()).isEqualTo(302);
    assertThat(bootstrap.headers().get("location")).endsWith("/");
    // Three: after five within a quarter of an hour, Indico refuses the right password, too.
    for (String guess : List.of("admin", "indico", "changeme")) {
      Guest guest = login("admin", guess);
      assertThat(guest.get("/user/dashboard/").body()).as(guess).contains("_provider");
    }
    assertThat(stead.web(HOST).get("/register/").status()).isNotEqualTo(200);
    assertThat(status().path("administrators").asInt()).isEqualTo(1);
    // The health check is nobody else's.
    assertThat(stead.web(HOST).get("/.steading-health").status()).isEqualTo(404);
  }

  private static Guest login(String name, String password) throws IOException {
    Guest guest = new Guest(stead.web(HOST));
    Web.Answer page = guest.get("/login/");
    guest.submit(
        "/login/",
        Map.of(
            "_provider",
            "indico",
            "identifier",
            name,
            "password",
            password,
            "csrf_token",
            Guest.field(page, "csrf_token")));
    return guest;
  }

  @Test
  @Order(4)
  void the_generated_administrator_logs_in() {
    logIn();

    browser.go(site() + "/user/dashboard/");
    browser.awaitText("Administrator");
    browser.screenshot("indico-dashboard");
  }

  private static void logIn() {
    browser.forgetCookies();
    browser.go(site() + "/login/");
    browser.type("[name=identifier]", "admin");
    browser.type("[name=password]", password());
    browser.click(".login-form-button");
    browser.awaitText("Create event");
  }

  @Test
  @Order(5)
  void an_event_is_made_and_everybody_can_see_it() throws IOException {
    event = newEvent("Long night of mending");

    browser.awaitText("Long night of mending");
    browser.screenshot("indico-event");
    assertThat(new Guest(stead.web(HOST)).get("/event/" + event + "/").body())
        .contains("Long night of mending");
  }

  /** Its number. */
  private static String newEvent(String title) {
    browser.go(site() + "/#create-event:meeting");
    browser.type("[name=event-creation-title]", title);
    browser.screenshot("indico-new-event");
    browser.script(
        "document.querySelector('[name=event-creation-title]').form"
            + ".querySelector('[type=submit]').click()");
    browser.awaitUrl("/manage/");
    browser.awaitText(title);
    return browser.url().replaceFirst(".*/event/(\\d+)/.*", "$1");
  }

  @Test
  @Order(6)
  void public_files_come_from_their_own_server_and_may_be_kept() throws IOException {
    Web web = stead.web(HOST);
    String page = web.get("/").body();
    String script = page.replaceFirst("(?s).*?\"(/dist/js/[^\"]+\\.js)\".*", "$1");

    for (String path : List.of(script, "/images/indico_small__v12ab34cd.svg")) {
      Web.Answer file = web.request("GET", path, List.of("Accept-Encoding: gzip"), "");
      assertThat(file.status()).as(path).isEqualTo(200);
      assertThat(file.headers())
          .as(path)
          .containsEntry("cache-control", "public, max-age=31536000, immutable")
          .containsEntry("x-content-type-options", "nosniff");
    }
    assertThat(web.get("/assets/i18n/fr_FR.js").body()).contains("premier");
    assertThat(web.get("/dist/").status()).isIn(403, 404);
    assertThat(web.get("/archive/").status()).isEqualTo(404);
  }

  @Test
  @Order(7)
  void beat_sends_and_the_worker_does() {
    Instant before = Instant.now();
    assertThat(Instant.parse(heartbeat())).isBefore(before);
    run("restart", "conf", "beat", "--yes").ok();

    Installation.await(
        "a heartbeat through beat, queue, worker and database",
        SOON,
        () -> Instant.parse(heartbeat()).isAfter(before));
    assertThat(run("logs", "conf", "worker", "--tail", "all").ok().out())
        .containsPattern("heartbeat\\[.*] succeeded");
  }

  private static String heartbeat() {
    return status().path("lastHeartbeat").asText().replace("+00:00", "Z");
  }

  /** What the job says that Steading also runs twice an hour. */
  private static JsonNode status() {
    String said = run("run", "conf", "status").ok().out();
    return tree(said.substring(said.indexOf('{'), said.lastIndexOf('}') + 1));
  }

  @Test
  @Order(8)
  void the_owners_configuration_wins_and_mail_goes_through_the_queue() throws IOException {
    Files.writeString(overlays().resolve("50-open.conf"), "LOCAL_REGISTRATION = True\n");
    run("set", "conf", "mail_host=tools", "mail_port=2525", "timezone=Europe/Zurich", "--yes").ok();
    assertThat(stead.web(HOST).get("/register/").status()).isEqualTo(200);
    Mailbox mailbox = Mailbox.open(stead, "conf", "tools");
    Guest guest = new Guest(stead.web(HOST));
    Web.Answer form = guest.get("/reset-password/");

    guest.submit(
        "/reset-password/", Map.of("email", EMAIL, "csrf_token", Guest.field(form, "csrf_token")));

    assertThat(mailbox.await(SOON)).contains("To: " + EMAIL).contains("/reset-password/");
  }

  @Test
  @Order(9)
  void health_checks_notice_a_database_and_a_queue_that_are_gone() {
    for (String service : List.of("web", "worker", "beat")) {
      assertThat(healthy(service)).as(service).isTrue();
    }
    stead.engine.stop(only("db"), Duration.ofSeconds(60));
    assertThat(healthy("web")).isFalse();
    stead.engine.start(only("db"));
    Installation.await("web reaches the database again", SOON, () -> healthy("web"));

    stead.engine.stop(only("redis"), Duration.ofSeconds(60));
    assertThat(healthy("web")).isFalse();
    Installation.await("the worker misses its queue", SOON, () -> !healthy("worker"));
    Installation.await("beat misses its queue", SOON, () -> !healthy("beat"));
    stead.engine.start(only("redis"));
    for (String service : List.of("web", "worker", "beat")) {
      Installation.await(service + " reaches redis again", SOON, () -> healthy(service));
    }
  }

  private static boolean healthy(String service) {
    return stead
            .engine
            .execAndWait(
                only(service), Engine.ExecSpec.of("probe-" + service), Duration.ofSeconds(30))
            .code()
        == 0;
  }

  @Test
  @Order(10)
  void Promise_secrets_are_in_no_environment_label_or_argument() {
    JsonNode secrets = info("--secrets").path("secrets");
    for (String container : stead.containers()) {
      String seen = stead.engine.container(container).orElseThrow().toString();
      secrets.forEach(value -> assertThat(seen).as(container).doesNotContain(value.asText()));
    }
  }

  @Test
  @Order(11)
  void a_dump_takes_the_databases_place() throws IOException {
    run("run", "conf", "dump").ok();
    assertThat(
            run("exec", "conf", "tools", "--", "sh", "-c", "stat -c %u:%g exchange/*").ok().out())
        .isEqualTo("4711:4712\n");
    String later = newEvent("Made after the dump");
    run("exec", "conf", "tools", "--", "sh", "-c", "mv exchange/*.dump exchange/indico.dump").ok();

    assertThat(run("run", "conf", "migrate-from").ok().out()).contains("indico_before_");

    assertThat(stead.web(HOST).get("/event/" + event + "/").status()).isEqualTo(200);
    assertThat(stead.web(HOST).get("/event/" + later + "/").status()).isEqualTo(404);
    // A session names its user by a number, which may be another's in the dump.
    browser.go(site() + "/user/dashboard/");
    browser.awaitUrl("/login/");
  }

  @Test
  @Order(12)
  void a_broken_configuration_leaves_the_old_state_serving() throws IOException {
    Path broken = overlays().resolve("60-broken.conf");
    Files.writeString(broken, "LOCAL_REGISTRATION = (\n");
    Installation.Result refused = run("apply", "conf", "--yes");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("60-broken.conf").doesNotContain("Going back failed");
    assertThat(stead.web(HOST).get("/login/").status()).isEqualTo(200);
    Files.delete(broken);
    run("apply", "conf", "--yes").ok();
  }

  private static Path overlays() throws IOException {
    return Files.createDirectories(stead.home.resolve("apps/conf/overlays/config"));
  }

  @Test
  @Order(13)
  void a_plugin_is_one_command_and_shows_up() {
    run("run", "conf", "admin").ok();
    logIn();

    Installation.Result added =
        run("plugin", "add", "conf", "indico-plugin-payment-manual", "--yes").ok();

    System.err.println("indico: plugin added in " + added.took().toSeconds() + " s");
    assertThat(run("plugin", "ls", "conf").ok().out()).contains("indico-plugin-payment-manual");
    assertThat(status().path("plugins").toString()).isEqualTo("[\"payment_manual\"]");
    assertThat(plugins()).contains("Bank Transfer");
    browser.screenshot("indico-plugin");
  }

  private static String plugins() {
    browser.go(site() + "/admin/plugins/");
    browser.awaitText("Plugins");
    return browser.text();
  }

  @Test
  @Order(14)
  void a_removed_plugin_is_gone_and_the_event_and_the_session_are_not() throws IOException {
    run("plugin", "remove", "conf", "indico-plugin-payment-manual", "--yes").ok();

    assertThat(run("plugin", "ls", "conf").ok().out()).contains("No plugin");
    assertThat(plugins()).doesNotContain("Bank Transfer");
    browser.go(site() + "/event/" + event + "/manage/");
    browser.awaitText("Long night of mending");
  }

  @Test
  @Order(15)
  void a_restart_leaves_the_event_and_the_session() throws IOException {
    run("restart", "conf", "--yes").ok();

    browser.go(site() + "/event/" + event + "/manage/");
    browser.awaitText("Long night of mending");
    browser.screenshot("indico-event-after-restart");
    Usage.print(stead);
  }

  @Test
  @Order(16)
  void purging_leaves_nothing() {
    run("remove", "conf", "--purge", "--yes").ok();
    assertThat(stead.containers()).isEmpty();
    assertThat(stead.engine.volumes(stead.label())).isEmpty();
  }

  private static String only(String service) {
    return stead.containers().stream()
        .filter(name -> name.contains("-conf-" + service + "-"))
        .reduce((a, b) -> {
          throw new AssertionError(a + " and " + b);
        })
        .orElseThrow();
  }

  private static String site() {
    return "https://" + HOST + ":" + stead.httpsPort;
  }

  private static String password() {
    return info("--secrets").path("admin").path("password").asText();
  }

  private static JsonNode info(String... more) {
    String[] command = new String[more.length + 3];
    System.arraycopy(new String[] {"info", "conf", "--json"}, 0, command, 0, 3);
    System.arraycopy(more, 0, command, 3, more.length);
    return tree(run(command).ok().out());
  }

  private static JsonNode tree(String json) {
    try {
      return new ObjectMapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError(json, e);
    }
  }

  private static Installation.Result run(String... arguments) {
    return stead.stead(arguments);
  }
}
