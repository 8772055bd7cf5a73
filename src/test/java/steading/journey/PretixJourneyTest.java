package steading.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import steading.engine.Engine;

/** From installing pretix to selling a ticket, and to its end, as an administrator lives it. */
@Tag("slow")
@Tag("engine")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PretixJourneyTest {
  private static final String HOST = "tickets.localhost";
  private static final String ADMIN = "admin@example.org";
  private static final String EVENT = "/control/event/club/night";

  /** What pretix-pages says of itself. */
  private static final String PLUGIN = "Allows you to add static pages to your event site";

  private static final Duration SOON = Duration.ofMinutes(2);

  private static Installation stead;
  private static Browser browser;
  private static String order = "";

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
  void one_command_installs_pretix_and_says_who_the_administrator_is() throws IOException {
    Installation.Result result =
        run("install", "pretix", "tickets", "--host", HOST, "--email", ADMIN, "--yes").ok();

    System.err.println("pretix: installed in " + result.took().toSeconds() + " s");
    assertThat(result.out()).contains(site()).contains(ADMIN).contains("/control/login");
    assertThat(info().path("url").asText()).isEqualTo(site());
    assertThat(info().path("admin").path("name").asText()).isEqualTo(ADMIN);
    assertThat(info().path("admin").path("password").isNull()).isTrue();
    assertThat(password()).hasSize(20);
    assertThat(run("plan", "tickets").code()).isZero();
    assertThat(stead.web(HOST).get("/healthcheck/").status()).isEqualTo(200);
  }

  @Test
  @Order(2)
  void an_install_without_an_address_for_the_administrator_is_refused() {
    Installation.Result result =
        run("install", "pretix", "other", "--host", "other.localhost", "--yes");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("--email");
  }

  @Test
  @Order(3)
  void the_password_that_everybody_knows_does_not_open_the_door() {
    logIn("admin@localhost", "admin");

    browser.awaitText("This combination of credentials is not known to our system");
    assertThat(browser.url()).contains("/control/login");
  }

  @Test
  @Order(4)
  void the_generated_administrator_logs_in() {
    logIn(ADMIN, password());

    browser.awaitText("Dashboard");
    browser.screenshot("pretix-login");
    browser.click("form[action^='/control/sudo/'] button");
    browser.awaitText("End admin session");
  }

  private static void logIn(String email, String password) {
    browser.go(site() + "/control/login");
    browser.type("[name=email]", email);
    browser.type("[name=password]", password);
    browser.click("button[type=submit]");
  }

  @Test
  @Order(5)
  void static_files_come_from_their_own_server_and_private_ones_from_nobody() throws IOException {
    Web web = stead.web(HOST);
    String manifest = web.get("/static/staticfiles.json").body();
    String hashed = tree(manifest).path("paths").path("pretixbase/img/pretix-logo.svg").asText();

    Web.Answer file = web.get("/static/" + hashed);

    assertThat(file.status()).as(hashed).isEqualTo(200);
    assertThat(file.headers())
        .containsEntry("cache-control", "public, max-age=31536000, immutable")
        .containsEntry("x-content-type-options", "nosniff");
    assertThat(web.get("/media/invoices/").status()).isEqualTo(404);
    assertThat(web.get("/media/cachedfiles/x").status()).isEqualTo(404);
    assertThat(web.get("/media/pub/").status()).isIn(403, 404);
  }

  @Test
  @Order(6)
  void an_organiser_sets_up_an_event_with_a_free_ticket() {
    browser.go(site() + "/control/organizers/add");
    submit(Map.of("name", "Club", "slug", "club"), ".btn-save");
    browser.awaitText("The new organizer has been created");

    browser.go(site() + "/control/events/add");
    browser.script("document.querySelector('[name=foundation-organizer]').selectedIndex = 0");
    submit(
        Map.of("foundation-has_subevents", "", "foundation-locales", "en"),
        ".submit-group button[type=submit]");
    browser.awaitText("Short form");
    submit(
        Map.of(
            "basics-name_0", "Long night",
            "basics-slug", "night",
            "basics-date_from_0", "2030-06-01",
            "basics-date_from_1", "20:00:00",
            "basics-no_taxes", "on"),
        ".submit-group button[type=submit]");
    browser.awaitUrl(EVENT);

    browser.go(site() + EVENT + "/items/add");
    submit(
        Map.of(
            "name_0", "Free seat",
            "default_price", "0.00",
            "quota_option", "new",
            "quota_add_new_name", "Seats",
            "quota_add_new_size", "10"),
        ".btn-save");
    browser.awaitText("Your changes have been saved");

    browser.go(site() + EVENT + "/live/");
    browser.click("form:has([name=live][value=true]) button");
    browser.awaitText("Your shop is currently live");
    browser.click("form:has([name=testmode][value=false]) button");
    browser.awaitText("sell some real tickets");
  }

  private static void submit(Map<String, String> values, String button) {
    browser.fill(values);
    browser.click(button);
  }

  @Test
  @Order(7)
  void a_guest_gets_a_ticket_which_takes_the_worker() {
    try (Browser guest = Browser.open()) {
      guest.go(site() + "/club/night/");
      guest.script(
          "const seat = document.querySelector('input[name^=item_]');"
              + "seat.checked = true; seat.value = '1'");
      guest.click("#btn-add-to-cart");
      guest.awaitText("The products have been successfully added to your cart");
      guest.click("form[action$='checkout/start'] button");
      guest.awaitUrl("/checkout/questions/");
      guest.type("[name=email]", "guest@example.org");
      guest.click(".checkout-button-row .btn-primary");
      guest.awaitUrl("/checkout/confirm/");
      guest.click(".checkout-button-row .btn-primary");
      guest.awaitUrl("/club/night/order/");
      guest.awaitText("Thank you");
      guest.screenshot("pretix-order");
      order = guest.url().replaceFirst(".*/order/([A-Z0-9]+)/.*", "$1");
    }
    assertThat(order).matches("[A-Z0-9]{5,}");
    assertThat(run("logs", "tickets", "worker", "--tail", "all").ok().out())
        .contains("pretix.base.services.orders.perform_order")
        .containsPattern("perform_order\\[.*] succeeded");
    seesTheOrder();
  }

  private static void seesTheOrder() {
    browser.go(site() + EVENT + "/orders/" + order + "/");
    browser.awaitText("guest@example.org");
  }

  @Test
  @Order(8)
  void the_periodic_job_does_its_work_and_its_history_is_kept() {
    assertThat(run("run", "tickets", "periodic").ok().out())
        .contains("INFO Completed pretix.")
        .doesNotContain("ERROR");
    JsonNode job = info().path("jobs").path(0);
    assertThat(job.path("name").asText()).isEqualTo("periodic");
    assertThat(job.path("schedule").asText()).isEqualTo("*/5 * * * *");
    assertThat(job.path("lastResult").asText()).isEqualTo("done");
    assertThat(job.path("nextRun").asText()).isNotBlank();
  }

  @Test
  @Order(9)
  void health_checks_notice_a_database_and_a_queue_that_are_gone() {
    assertThat(healthy("web")).isTrue();
    assertThat(healthy("worker")).isTrue();
    stead.engine.stop(only("db"), Duration.ofSeconds(60));
    assertThat(healthy("web")).isFalse();
    stead.engine.start(only("db"));
    Installation.await("web reaches the database again", SOON, () -> healthy("web"));

    stead.engine.stop(only("redis"), Duration.ofSeconds(60));
    assertThat(healthy("web")).isFalse();
    Installation.await("the worker misses its queue", SOON, () -> !healthy("worker"));
    stead.engine.start(only("redis"));
    Installation.await("web reaches redis again", SOON, () -> healthy("web"));
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
  void a_setting_and_a_restart_leave_the_order_and_the_session() {
    run("set", "tickets", "instance_name=Night box office", "--yes").ok();
    run("restart", "tickets", "--yes").ok();

    seesTheOrder();
    browser.screenshot("pretix-order-after-restart");
    browser.go(site() + "/control/");
    browser.awaitText("Night box office");
    run("run", "tickets", "admin").ok();
    browser.forgetCookies();
    logIn(ADMIN, password());
    browser.awaitText("Dashboard");
  }

  @Test
  @Order(12)
  void a_plugin_that_nobody_has_changes_nothing() {
    Installation.Result refused =
        run("plugin", "add", "tickets", "pretix-no-such-thing-at-all", "--yes");

    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err())
        .contains("the plugin pretix-no-such-thing-at-all cannot be had")
        .doesNotContain("Traceback");
    assertThat(run("plan", "tickets").code()).isZero();
  }

  @Test
  @Order(13)
  void a_plugin_is_one_command_and_shows_up_in_the_event() {
    Installation.Result added = run("plugin", "add", "tickets", "pretix-pages", "--yes").ok();

    System.err.println("pretix: plugin added in " + added.took().toSeconds() + " s");
    assertThat(run("plugin", "ls", "tickets").ok().out()).contains("pretix-pages");
    assertThat(pluginsOfTheEvent()).contains(PLUGIN);
    browser.screenshot("pretix-plugin");
    seesTheOrder();
  }

  @Test
  @Order(14)
  void a_removed_plugin_is_gone_and_the_order_is_not() {
    run("plugin", "remove", "tickets", "pretix-pages", "--yes").ok();

    assertThat(run("plugin", "ls", "tickets").ok().out()).contains("No plugin");
    assertThat(pluginsOfTheEvent()).doesNotContain(PLUGIN);
    seesTheOrder();
  }

  private static String pluginsOfTheEvent() {
    browser.go(site() + EVENT + "/settings/plugins");
    browser.awaitText("Plugins");
    return browser.text();
  }

  @Test
  @Order(15)
  void purging_leaves_nothing() {
    run("remove", "tickets", "--purge", "--yes").ok();
    assertThat(stead.containers()).isEmpty();
    assertThat(stead.volumes()).isEmpty();
  }

  private static String only(String service) {
    return stead.containers().stream()
        .filter(name -> name.contains("-tickets-" + service + "-"))
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
    System.arraycopy(new String[] {"info", "tickets", "--json"}, 0, command, 0, 3);
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
