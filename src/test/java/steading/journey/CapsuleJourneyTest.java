package steading.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
import steading.engine.Engine.ExecSpec;

/** Backups of hello, and what becomes of them. */
@Tag("engine")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CapsuleJourneyTest {
  private static final int FEW = 2;
  private static final int ALL = 20;
  private static final String BIN = "/usr/lib/postgresql/17/bin/";

  private static Installation stead;

  @BeforeAll
  static void begin() throws IOException {
    stead = Installation.fresh();
    run("install", "hello", "--host", "hello.localhost", "--yes").ok();
    for (int i = 0; i < 5; i++) {
      upload("hello.localhost", "file " + i + ".txt", "content " + i);
    }
  }

  @AfterAll
  static void end() {
    stead.close();
  }

  private static Installation.Result run(String... arguments) {
    return stead.stead(arguments);
  }

  private static JsonNode json(Installation.Result result) {
    try {
      return new ObjectMapper().readTree(result.out());
    } catch (JsonProcessingException e) {
      throw new AssertionError(result.out(), e);
    }
  }

  private static String upload(String host, String name, String content) throws IOException {
    Web.Answer answer = stead.web(host).postFile("/uploads", name, content);
    assertThat(answer.status()).isEqualTo(201);
    return new ObjectMapper().readTree(answer.body()).path("id").asText();
  }

  @Test
  @Order(1)
  void the_first_backup_makes_a_repository_and_says_that_it_is_lost_with_the_machine() {
    Installation.Result backup = run("backup", "hello").ok();

    assertThat(backup.err()).contains("lost together with this machine").contains("stead repo add");
    assertThat(backup.out()).contains("stead restore hello");
    assertThat(json(run("repo", "ls", "--json").ok()).path(0).path("kind").asText())
        .isEqualTo("local");
    JsonNode row = json(run("backups", "hello", "--json").ok()).path(0);
    assertThat(row.path("state").asText()).isEqualTo("whole");
    assertThat(row.path("bytes").asLong()).isPositive();
    assertThat(stead.home.resolve("staging").resolve("hello")).doesNotExist();
  }

  @Test
  @Order(2)
  void capsules_made_under_writes_are_each_one_consistent_moment() throws IOException {
    consistentMoments(FEW);
  }

  @Test
  @Order(3)
  @Tag("slow")
  void twenty_capsules_made_under_writes_are_each_one_consistent_moment() throws IOException {
    consistentMoments(ALL);
  }

  private static void consistentMoments(int count) throws IOException {
    int equal = 0;
    Ledger ledger = new Ledger(stead.web("hello.localhost"), 1);
    List<String> capsules = new ArrayList<>();
    List<Integer> before = new ArrayList<>();
    List<Integer> after = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        String content = "moment " + i;
        upload("hello.localhost", "moment-" + i + ".txt", content);
        before.add(ledger.acknowledged().size());
        capsules.add(json(run("backup", "hello", "--json").ok()).path("id").asText());
        after.add(ledger.nextNumber());
      }
    } finally {
      ledger.stop();
    }
    int extra = rows("hello.localhost").size() - ledger.acknowledged().size();
    for (int i = 0; i < count; i++) {
      String host = "copy" + i + ".localhost";
      run("restore", "hello", capsules.get(i), "--as", "copy" + i, "--host", host).ok();
      Map<Long, Long> rows = rows(host);
      assertThat(rows.size()).isBetween(before.get(i), after.get(i) + extra + 1);
      rows.forEach((n, sum) -> assertThat(sum).isEqualTo(n * 7));
      equal += uploadsAreWhole("copy" + i) ? 1 : 0;
      run("remove", "copy" + i, "--purge", "--yes").ok();
    }
    System.err.printf("capsules: %d of %d equal to a consistent moment%n", equal, count);
    assertThat(equal).isEqualTo(count);
    assertThat(run("repo", "check", "--read-data").ok().out()).contains("every byte was read");
  }

  private static Map<Long, Long> rows(String host) throws IOException {
    Map<Long, Long> rows = new LinkedHashMap<>();
    String after = "0";
    while (true) {
      JsonNode page =
          new ObjectMapper().readTree(stead.web(host).get("/ledger.json?after=" + after).body());
      JsonNode found = page.isArray() ? page : page.path("rows");
      if (found.isEmpty()) {
        return rows;
      }
      for (JsonNode row : found) {
        after = row.path("id").asText();
        rows.put(row.path("n").asLong(), row.path("sum").asLong());
      }
    }
  }

  /** Every row has its file, of the size and with the content that the row says. */
  private static boolean uploadsAreWhole(String app) {
    String db = container(app, "db");
    String lines =
        exec(db, "psql", "-U", "hello", "-At", "-c", "SELECT id || ' ' || size FROM upload")
            .stdout();
    assertThat(lines.lines().count()).isGreaterThanOrEqualTo(5);
    String web = container(app, "web");
    for (String line : lines.lines().toList()) {
      String[] idAndSize = line.split(" ", 2);
      Engine.ExecResult size = exec(web, "stat", "-c", "%s %u", "/srv/uploads/" + idAndSize[0]);
      assertThat(size.stdout().strip()).as(line).isEqualTo(idAndSize[1] + " 10001");
    }
    return true;
  }

  private static String container(String app, String service) {
    return stead.containers().stream()
        .filter(name -> name.contains("-" + app + "-" + service + "-"))
        .findFirst()
        .orElseThrow();
  }

  private static Engine.ExecResult exec(String container, String... command) {
    return stead.engine.execAndWait(container, ExecSpec.of(command), Duration.ofMinutes(2));
  }

  @Test
  @Order(4)
  void restoring_in_place_takes_back_what_came_later_and_can_be_undone() throws IOException {
    String id = json(run("backup", "hello", "--json").ok()).path("id").asText();
    int rows = rows("hello.localhost").size();
    stead.web("hello.localhost").postJson("/ledger", "{\"n\": 900001, \"sum\": 6300007}");
    String late = upload("hello.localhost", "late.txt", "too late");
    exec(container("hello", "web"), "sh", "-c", "ln -s /etc /srv/uploads/link");

    assertThat(run("restore", "hello", id).code()).as("no terminal, no --yes").isEqualTo(2);
    Installation.Result restored = run("restore", "hello", id, "--yes").ok();

    assertThat(rows("hello.localhost")).hasSize(rows);
    assertThat(stead.web("hello.localhost").get("/uploads/" + late + ".json").status())
        .isEqualTo(404);
    assertThat(restored.out()).contains("undoes this");
    assertThat(run("plan", "hello").code()).isZero();

    String safety = restored.out().replaceAll("(?s).*stead restore hello (\\S+) undoes.*", "$1");
    run("restore", "hello", safety, "--yes").ok();
    assertThat(rows("hello.localhost")).hasSize(rows + 1);
    assertThat(stead.web("hello.localhost").get("/uploads/" + late).body()).isEqualTo("too late");
    assertThat(exec(container("hello", "web"), "readlink", "/srv/uploads/link").stdout().strip())
        .isEqualTo("/etc");
    assertThat(run("plan", "hello").code()).isZero();
    assertThat(stead.containers()).hasSize(3);
  }

  @Test
  @Order(5)
  void Promise_a_dump_that_did_not_happen_is_a_backup_that_failed() {
    String real = BIN + "pg_dump.real \"$@\"";
    Map<String, String> faults = new LinkedHashMap<>();
    faults.put("echo 'error: out of luck' >&2; exit 1", "out of luck");
    faults.put(real + " | head -c 3000; kill -9 $$", "exit code 137");
    faults.put("exit 0", "is empty");
    faults.put(real + " | head -c 9000; exit 0", "cannot be read back");
    String db = container("hello", "db");
    int whole = whole();
    exec(db, "mv", BIN + "pg_dump", BIN + "pg_dump.real");
    int failed = 0;
    try {
      for (Map.Entry<String, String> fault : faults.entrySet()) {
        String script = "printf '%s\n' '#!/bin/sh' \"$1\" \"$2\" > $3; chmod 755 $3";
        // pg_dumpall asks it for its version first.
        String version = "case $1 in -V) exec " + real + ";; esac";
        exec(db, "sh", "-c", script, "sh", version, fault.getKey(), BIN + "pg_dump");
        Installation.Result backup = run("backup", "hello");
        System.err.println(
            "dump by `" + fault.getKey() + "`: " + backup.err().lines().toList().getLast());
        assertThat(backup.code()).as(fault.getKey()).isEqualTo(1);
        assertThat(backup.err()).as(fault.getKey()).contains("hello/db", fault.getValue());
        failed++;
      }
    } finally {
      exec(db, "mv", "-f", BIN + "pg_dump.real", BIN + "pg_dump");
    }
    System.err.printf("false success: %d of %d dumps failed loudly%n", failed, faults.size());
    assertThat(whole()).as("no capsule came of them").isEqualTo(whole);
    JsonNode newest = json(run("backups", "hello", "--json").ok()).path(0);
    assertThat(newest.path("state").asText()).isEqualTo("failed");
    assertThat(newest.path("reason").asText()).isNotBlank();
    assertThat(newest.path("repository").asText()).isEqualTo("local");
    isAtRisk();
    run("backup", "hello").ok();
    assertThat(json(run("ls", "--json").ok()).path(0).path("state").asText()).isEqualTo("running");
  }

  private static void isAtRisk() {
    JsonNode info = json(run("info", "hello", "--json").ok());
    assertThat(info.path("state").asText()).isEqualTo("at risk");
    assertThat(info.path("risks").path(0).asText()).contains("the backup to local failed");
    assertThat(run("ls").ok().out()).contains("at risk");
    assertThat(run("doctor", "hello").out()).contains("its data is at risk");
  }

  private static int whole() {
    int whole = 0;
    for (JsonNode row : json(run("backups", "hello", "--json").ok())) {
      whole += row.path("state").asText().equals("whole") ? 1 : 0;
    }
    return whole;
  }

  @Test
  @Order(6)
  void a_stopped_app_can_be_backed_up_and_stays_stopped() {
    run("stop", "hello", "--yes").ok();

    run("backup", "hello").ok();

    assertThat(json(run("ls", "--json").ok()).path(0).path("state").asText()).isEqualTo("stopped");
    assertThat(run("plan", "hello").code()).isZero();
    run("start", "hello").ok();
  }

  @Test
  @Order(7)
  void secrets_are_in_no_argument_and_nothing_is_left_over() throws IOException {
    assertThat(stead.home.resolve("staging").resolve("hello")).doesNotExist();
    assertThat(Files.readString(stead.home.resolve("repositories.yaml"), StandardCharsets.UTF_8))
        .doesNotContain("password");
    assertThat(stead.engine.containers(stead.label()))
        .noneMatch(seen -> seen.name().contains("-restic-"));
    assertThat(Path.of("/tmp/.steading-login.cnf")).doesNotExist();
  }

  @Test
  @Order(8)
  void a_removed_app_leaves_a_last_capsule_and_can_be_made_anew_of_it() throws IOException {
    int rows = rows("hello.localhost").size();
    run("remove", "hello", "--yes").ok();
    run("remove", "hello", "--purge", "--yes").ok();

    run("restore", "hello", "--as", "again", "--host", "again.localhost").ok();

    assertThat(rows("again.localhost")).hasSize(rows);
  }
}
