package steading.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import steading.engine.Engine;

/** From installing docassemble to interviews, documents and periodic work, and to its end. */
@Tag("slow")
@Tag("engine")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DocassembleJourneyTest {
  private static final String HOST = "da.localhost";
  private static final String EMAIL = "admin@example.org";
  private static final String SIGN_IN = DocassembleSite.SIGN_IN;
  private static final String EXAMPLES = "docassemble.base:data/questions/examples/";
  private static final String CRON = "docassemble.demo:data/questions/testcron.yml";
  private static final Duration SOON = Duration.ofMinutes(4);

  private static Installation stead;
  private static Browser browser;
  private static DocassembleSite site;

  @BeforeAll
  static void begin() {
    stead = Installation.fresh();
    browser = Browser.open();
    site = new DocassembleSite(stead, browser, HOST);
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
    Installation.Result result = run("install", "docassemble", "da", "--host", HOST, "--yes");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("--email");
  }

  @Test
  @Order(2)
  void one_command_installs_docassemble_and_says_who_the_administrator_is() throws IOException {
    Installation.Result result =
        run("install", "docassemble", "da", "--host", HOST, "--email", EMAIL, "--yes").ok();

    System.err.println("docassemble: installed in " + result.took().toSeconds() + " s, of which");
    result.err().lines().filter(line -> line.contains(": build ")).forEach(System.err::println);
    run("image", "ls")
        .ok()
        .out()
        .lines()
        .filter(l -> l.contains("docassemble"))
        .forEach(System.err::println);
    assertThat(result.out()).contains(site.address()).contains(SIGN_IN);
    assertThat(info().path("url").asText()).isEqualTo(site.address());
    assertThat(info().path("admin").path("name").asText()).isEqualTo(EMAIL);
    assertThat(info().path("admin").path("password").isNull()).isTrue();
    assertThat(password()).hasSize(20);
    assertThat(run("plan", "da").code()).isZero();
    assertThat(names())
        .containsExactly("db", "queue", "redis", "single", "web", "websockets", "worker");
    // The health check is nobody else's.
    assertThat(stead.web(HOST).get("/.steading-health").status()).isEqualTo(404);
  }

  private static List<String> names() {
    return stead.containers().stream()
        .map(name -> name.replaceFirst(".*-da-([a-z]+)-\\d+", "$1"))
        .toList();
  }

  @Test
  @Order(3)
  void the_generated_administrator_logs_in() {
    site.logIn("", EMAIL, password());

    browser.go(site.address() + "/userlist");
    browser.awaitText("System Administrator");
    browser.screenshot("docassemble-users");
  }

  @Test
  @Order(4)
  void upstreams_passwords_open_nothing() throws IOException {
    for (String email :
        List.of(
            "admin@admin.com", "admin@example.com", "cron@admin.com", "cron@example.com", EMAIL)) {
      Web.Answer answer = site.tried(email, "password");
      // Right words for an account that is closed would be told apart from wrong ones.
      assertThat(answer.body())
          .as(email)
          .contains("ncorrect")
          .doesNotContain("has not been enabled");
    }
    assertThat(status().path("knownPassword")).isEmpty();
    assertThat(status().path("administrators").asInt()).isEqualTo(1);
    assertThat(new Guest(stead.web(HOST)).get("/user/register").body()).contains("Sign in");
  }

  @Test
  @Order(5)
  void an_interview_hands_a_task_to_the_worker_and_shows_what_it_found() {
    site.begin("", EXAMPLES + "background_action.yml");
    browser.awaitText("How much shall I add to 553?");
    browser.type("#daquestion input:not([type=hidden])", "42");
    browser.screenshot("docassemble-question");
    browser.click("#daquestion button[type=submit]");

    browser.awaitText("The answer is 595.");
    browser.screenshot("docassemble-answer");
    assertThat(run("logs", "da", "worker", "--tail", "all").ok().out())
        .containsPattern("background_action\\[.*] succeeded");
  }

  @Test
  @Order(6)
  void interviews_end_in_pdf_and_docx() {
    site.begin("", EXAMPLES + "document-docx.yml");
    browser.awaitText("Here is your document.");
    browser.screenshot("docassemble-document");

    assertThat(site.startsOf("docx")).isEqualTo("PK");
    assertThat(site.startsOf("pdf")).isEqualTo("%P");
  }

  @Test
  @Order(7)
  void periodic_work_is_the_platforms() {
    site.begin("", CRON);
    browser.awaitText("The current status is normal");
    assertThat(sessionsOf(CRON)).isEqualTo(1);

    run("run", "da", "hourly").ok();
    Installation.await(
        "the worker does what the hourly job asked for",
        SOON,
        () ->
            run("logs", "da", "worker", "--tail", "all")
                    .ok()
                    .out()
                    .split("background_action\\[[^]]*] succeeded", -1)
                    .length
                > 2);
    run("run", "da", "daily").ok();
    assertThat(sessionsOf(CRON)).isZero();
    assertThat(run("info", "da").ok().out()).contains("hourly", "daily", "weekly", "monthly");
  }

  /** How many sessions of an interview the database has. */
  private static int sessionsOf(String interview) {
    String query =
        "SELECT count(DISTINCT key) FROM userdict WHERE filename = '%s'".formatted(interview);
    return Integer.parseInt(
        run("exec", "da", "db", "--", "psql", "-U", "docassemble", "-tAc", query)
            .ok()
            .out()
            .strip());
  }

  @Test
  @Order(8)
  void both_queues_have_a_worker() {
    JsonNode status = status();

    assertThat(status.path("version").asText()).isEqualTo("1.10.14");
    assertThat(status.path("queues").toString()).isEqualTo("[\"celery\",\"single\"]");
    assertThat(status.path("behind").asBoolean()).isFalse();
  }

  /** What the job says that Steading also runs twice an hour. */
  private static JsonNode status() {
    String said = run("run", "da", "status").ok().out();
    return tree(said.substring(said.indexOf('{'), said.lastIndexOf('}') + 1));
  }

  @Test
  @Order(9)
  void websockets_reach_their_server() throws IOException {
    browser.go(site.address() + SIGN_IN);
    assertThat(site.greeting("/ws/")).startsWith("0{\"sid\"");

    String handshake = "/ws/socket.io/?EIO=4&transport=polling";
    assertThat(site.asked(handshake, site.address())).isEqualTo(200);
    assertThat(site.asked(handshake, "https://evil.example")).isEqualTo(400);
  }

  @Test
  @Order(9)
  void settings_of_a_bucket_or_an_azure_container_reach_the_configuration() {
    String python =
        "import steading_config as c; s = c.storage(); print(s.get('s3', s.get('azure')))";
    for (String setting : List.of("S3_BUCKET", "AZURE_CONTAINER")) {
      assertThat(
              run(
                      "exec",
                      "da",
                      "web",
                      "--",
                      "env",
                      "DOCASSEMBLE_" + setting + "=files",
                      "python",
                      "-c",
                      python)
                  .ok()
                  .out())
          .contains("'enable': True", "'files'");
    }
  }

  @Test
  @Order(10)
  void Promise_secrets_are_in_no_environment_label_or_argument() {
    JsonNode secrets = info("--secrets").path("secrets");
    assertThat(secrets).isNotEmpty();
    for (String container : stead.containers()) {
      String seen = stead.engine.container(container).orElseThrow().toString();
      secrets.forEach(value -> assertThat(seen).as(container).doesNotContain(value.asText()));
    }
  }

  @Test
  @Order(11)
  void health_checks_notice_a_database_and_a_queue_that_are_gone() {
    stead.engine.stop(only("db"), Duration.ofSeconds(60));
    assertThat(healthy("web")).isFalse();
    stead.engine.start(only("db"));
    Installation.await("web reaches the database again", SOON, () -> healthy("web"));

    stead.engine.stop(only("queue"), Duration.ofSeconds(60));
    Installation.await("the worker misses its queue", SOON, () -> !healthy("worker"));
    stead.engine.start(only("queue"));
    Installation.await("the worker reaches its queue again", SOON, () -> healthy("worker"));
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
  @Order(12)
  void a_setting_moves_all_of_it_below_a_path_and_the_owners_fragments_win() throws IOException {
    Files.writeString(overlays().resolve("50-brand.yml"), "brandname: House of forms\n");
    run("set", "da", "root=/da/", "timezone=Europe/Berlin", "--yes").ok();

    Web web = stead.web(HOST);
    assertThat(web.get("/da" + SIGN_IN).body()).contains("House of forms");
    assertThat(web.get(SIGN_IN).headers()).containsEntry("location", "/da" + SIGN_IN);
    site.logIn("/da", EMAIL, password());
    site.begin("/da", EXAMPLES + "background_action.yml");
    browser.awaitText("How much shall I add to 553?");
    browser.screenshot("docassemble-below-a-path");
    assertThat(site.greeting("/da/ws/")).startsWith("0{\"sid\"");
  }

  @Test
  @Order(13)
  void a_broken_fragment_leaves_the_old_state_serving() throws IOException {
    Path broken = overlays().resolve("60-broken.yml");
    Files.writeString(broken, "brandname: [\n");
    Installation.Result refused = run("apply", "da", "--yes");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("60-broken.yml").doesNotContain("Going back failed");
    assertThat(stead.web(HOST).get("/da" + SIGN_IN).status()).isEqualTo(200);
    try (Stream<Path> fragments = Files.list(overlays())) {
      for (Path fragment : fragments.toList()) {
        Files.delete(fragment);
      }
    }
  }

  private static Path overlays() throws IOException {
    return Files.createDirectories(stead.home.resolve("apps/da/overlays/config"));
  }

  @Test
  @Order(14)
  void a_restart_leaves_accounts_and_sessions() {
    run("set", "da", "root=/", "--yes").ok();
    run("restart", "da", "--yes").ok();

    site.logIn("", EMAIL, password());
    browser.go(site.address() + "/interviews");
    browser.awaitText("Return a value");
    browser.screenshot("docassemble-after-restart");
  }

  @Test
  @Order(15)
  void purging_leaves_nothing() throws IOException {
    Usage.print(stead);
    run("remove", "da", "--purge", "--yes").ok();
    assertThat(stead.containers()).isEmpty();
    assertThat(stead.volumes()).isEmpty();
  }

  private static String only(String service) {
    return stead.containers().stream()
        .filter(name -> name.contains("-da-" + service + "-"))
        .reduce((a, b) -> {
          throw new AssertionError(a + " and " + b);
        })
        .orElseThrow();
  }

  private static String password() {
    return info("--secrets").path("admin").path("password").asText();
  }

  private static JsonNode info(String... more) {
    String[] command =
        Stream.concat(Stream.of("info", "da", "--json"), Stream.of(more)).toArray(String[]::new);
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
