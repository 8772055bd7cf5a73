package steading.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A webspace with a database, as its owner and as visitors meet it. */
@Tag("engine")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LampJourneyTest {
  private static final String HOST = "shop.localhost";
  private static final String ROWS =
      """
      <?php
      mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
      $db = new mysqli(getenv('DB_HOST'), getenv('DB_USER'),
          trim(file_get_contents(getenv('DB_PASSWORD_FILE'))), getenv('DB_NAME'));
      $db->query('CREATE TABLE IF NOT EXISTS visits (id INT AUTO_INCREMENT PRIMARY KEY)');
      $db->query('INSERT INTO visits VALUES ()');
      echo 'rows=', $db->query('SELECT COUNT(*) FROM visits')->fetch_row()[0];
      """;
  private static final String ABOUT =
      """
      <?php
      echo 'https=', $_SERVER['HTTPS'] ?? 'off', ' from=', $_SERVER['REMOTE_ADDR'],
          ' uid=', posix_getuid(), ' memory=', ini_get('memory_limit'),
          ' root=', @file_put_contents('/usr/x', 'x') === false ? 'read-only' : 'writable';
      """;
  private static final String MAIL =
      "<?php echo mail('you@example.org', 'Hello', 'A letter.') ? 'sent' : 'refused';";
  private static final String RELAY =
      """
      $door = stream_socket_server('tcp://127.0.0.1:2525');
      echo "open\n";
      $client = stream_socket_accept($door, 60);
      fwrite($client, "220 relay\r\n");
      for ($data = false; ($line = fgets($client)) !== false;) {
          echo $line;
          $end = $data && rtrim($line) === '.';
          if ($data && !$end) { continue; }
          $data = str_starts_with($line, 'DATA');
          fwrite($client, $data ? "354 go on\r\n" : "250 ok\r\n");
          if (str_starts_with($line, 'QUIT')) { break; }
      }
      """;

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

  private static Web.Answer get(String path) throws IOException {
    return stead.web(HOST).get(path);
  }

  /** Writes a file into the webspace, as its owner. */
  private static void write(String path, String text) {
    String encoded = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    String script =
        "mkdir -p $(dirname " + path + ") && echo " + encoded + " | base64 -d > " + path;
    run("exec", "shop", "web", "--", "sh", "-c", script).ok();
  }

  private static String password() throws IOException {
    return new ObjectMapper()
        .readTree(run("info", "shop", "--secrets", "--json").ok().out())
        .path("admin")
        .path("password")
        .asText();
  }

  @Test
  @Order(1)
  void installing_gives_a_page_of_welcome_under_both_names_and_the_database_login()
      throws IOException {
    Installation.Result result =
        run("install", "lamp", "shop", "--host", HOST + ",www." + HOST, "--yes").ok();
    System.err.println("lamp: installed after " + result.took().toSeconds() + " s");
    assertThat(result.out()).contains("https://db." + HOST + ":" + stead.httpsPort + "/");
    assertThat(get("/").body()).contains(HOST + " is ready").contains("/web/html");
    assertThat(stead.web("www." + HOST).get("/").body()).contains("www." + HOST + " is ready");
    assertThat(stead.web("db.www." + HOST).get("/").status()).isEqualTo(503);
    write(
        "/web/crontab",
        "# every minute\n* * * * * id -u; pwd\n* * * * * sleep 600\n99 * * * * no\n");
  }

  @Test
  @Order(2)
  void a_page_written_into_the_volume_queries_its_database() throws IOException {
    write("/web/html/rows.php", ROWS);
    assertThat(get("/rows.php").body()).isEqualTo("rows=1");
    assertThat(get("/rows.php").body()).isEqualTo("rows=2");
  }

  @Test
  @Order(3)
  void pages_run_as_an_ordinary_account_on_a_read_only_root() throws IOException {
    write("/web/html/about.php", ABOUT);
    assertThat(get("/about.php").body())
        .contains("https=on")
        .contains("uid=20002")
        .contains("memory=256M")
        .contains("root=read-only");
  }

  @Test
  @Order(4)
  void what_is_no_content_is_not_served_and_htaccess_works() throws IOException {
    write("/web/html/.git/config", "secret");
    write("/web/html/.env", "secret");
    write("/web/html/dump.sql", "secret");
    write("/web/html/.well-known/note.txt", "well known");
    write("/web/html/pretty/.htaccess", "RewriteEngine On\nRewriteRule ^page$ real.html [L]\n");
    write("/web/html/pretty/real.html", "rewritten");
    assertThat(get("/.git/config").status()).isEqualTo(404);
    assertThat(get("/.env").status()).isEqualTo(404);
    assertThat(get("/pretty/.htaccess").status()).isEqualTo(404);
    assertThat(get("/dump.sql").status()).isEqualTo(403);
    assertThat(get("/.well-known/note.txt").body()).isEqualTo("well known");
    assertThat(get("/pretty/page").body()).isEqualTo("rewritten");
    assertThat(get("/.steading-health").status()).isEqualTo(403);
  }

  @Test
  @Order(5)
  void only_the_gateway_is_believed_about_visitors() throws IOException {
    String throughGateway =
        stead
            .web(HOST)
            .request("GET", "/about.php", List.of("X-Forwarded-For: 6.6.6.6"), "")
            .body();
    assertThat(throughGateway).contains("https=on").doesNotContain("6.6.6.6");
    String neighbour =
        "exec 3<>/dev/tcp/web/8080; printf 'GET /about.php HTTP/1.0\r\nHost: x\r\n"
            + "X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-Proto: https\r\n\r\n' >&3; cat <&3";
    assertThat(run("exec", "shop", "db", "--", "bash", "-c", neighbour).ok().out())
        .contains("https=off")
        .doesNotContain("6.6.6.6");
  }

  @Test
  @Order(6)
  void phpMyAdmin_takes_the_generated_password_and_no_known_one() throws IOException {
    assertThat(login("web", password()).get("/index.php?route=/database/structure&db=web").body())
        .contains("visits");
    for (String[] known :
        new String[][] {{"root", ""}, {"root", "root"}, {"web", "web"}, {"pma", "pmapass"}}) {
      assertThat(login(known[0], known[1]).get("/").body()).as(known[0]).contains("pma_password");
    }
    assertThat(stead.web("db." + HOST).get("/setup/").status()).isEqualTo(403);
    assertThat(stead.web("db." + HOST).get("/vendor/autoload.php").status()).isEqualTo(403);
  }

  private static Guest login(String name, String password) throws IOException {
    Guest guest = new Guest(stead.web("db." + HOST));
    Web.Answer page = guest.get("/");
    guest.submit(
        "/index.php?route=/",
        Map.of(
            "pma_username",
            name,
            "pma_password",
            password,
            "server",
            "1",
            "token",
            Guest.field(page, "token"),
            "set_session",
            Guest.field(page, "set_session")));
    return guest;
  }

  @Test
  @Order(7)
  void mail_is_refused_with_a_reason_until_there_is_a_relay_which_then_gets_it()
      throws IOException {
    write("/web/html/mail.php", MAIL);
    assertThat(get("/mail.php").body()).isEqualTo("refused");
    assertThat(run("logs", "shop", "web").ok().toString())
        .contains("mail was refused: this webspace has no relay");
    run(
            "set",
            "shop",
            "memory_limit=64M",
            "mail_host=127.0.0.1",
            "mail_port=2525",
            "mail_from=shop@example.org",
            "--yes")
        .ok();
    assertThat(get("/about.php").body()).contains("memory=64M");
    run(
            "exec",
            "shop",
            "web",
            "--",
            "sh",
            "-c",
            "(php -r '" + RELAY.replace("'", "'\\''") + "' > /web/tmp/relay 2>&1 &)")
        .ok();
    Installation.await("the relay", Duration.ofSeconds(30), () -> relay().contains("open"));
    assertThat(get("/mail.php").body()).isEqualTo("sent");
    Installation.await("the letter", Duration.ofSeconds(30), () -> relay().contains("QUIT"));
    assertThat(relay())
        .contains("MAIL FROM:<shop@example.org>")
        .contains("RCPT TO:<you@example.org>")
        .contains("Subject: Hello")
        .contains("A letter.");
  }

  private static String relay() {
    return run("exec", "shop", "web", "--", "cat", "/web/tmp/relay").out();
  }

  @Test
  @Order(8)
  void the_crontab_runs_as_the_owner_and_what_is_wrong_with_it_is_said() {
    Installation.await(
        "the crontab's minute",
        Duration.ofSeconds(90),
        () -> run("logs", "shop", "cron").out().contains("crontab:2: done"));
    assertThat(run("logs", "shop", "cron").out())
        .contains("crontab:2: 20002")
        .contains("crontab:2: /web")
        .contains("\"99\" is no minute");
    Installation.Result check = run("run", "shop", "crontab-check");
    assertThat(check.code()).isEqualTo(1);
    assertThat(check.out() + check.err()).contains("/web/crontab:4").contains("2 lines");
  }

  @Test
  @Order(9)
  void a_restart_loses_nothing() throws IOException {
    run("restart", "shop", "--yes").ok();
    assertThat(get("/rows.php").body()).isEqualTo("rows=3");
    assertThat(login("web", password()).get("/").body()).doesNotContain("pma_password");
    run("remove", "shop", "--purge", "--yes").ok();
    assertThat(stead.containers()).isEmpty();
    assertThat(stead.volumes()).isEmpty();
  }

  @Test
  @Order(10)
  void phpserver_is_the_same_without_a_database() throws IOException {
    run("install", "phpserver", "plain", "--host", "plain.localhost", "--yes").ok();
    assertThat(stead.web("plain.localhost").get("/").body())
        .contains("plain.localhost is ready")
        .doesNotContain("DB_HOST");
    assertThat(stead.containers()).hasSize(2);
    run("remove", "plain", "--purge", "--yes").ok();
    assertThat(stead.containers()).isEmpty();
  }
}
