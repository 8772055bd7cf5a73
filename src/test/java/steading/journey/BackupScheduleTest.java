package steading.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Backups that nobody asks for, and those that go again. */
@Tag("engine")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BackupScheduleTest {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static Installation stead;
  private static Path alarms;

  @BeforeAll
  static void begin() throws IOException {
    stead = Installation.fresh();
    alarms = stead.home.resolve("alarms");
    PatientHello.install(stead);
    stead.stopDaemon();
    String told = "echo $STEADING_APP $STEADING_STATE $STEADING_REASON >> " + alarms;
    Files.writeString(
        stead.home.resolve("steading.yaml"),
        Files.readString(stead.home.resolve("steading.yaml"))
            + "alerts: {command: [sh, -c, '"
            + told
            + "']}\n");
  }

  @AfterAll
  static void end() {
    stead.close();
  }

  private static Installation.Result run(String... arguments) {
    return stead.stead(arguments);
  }

  private static JsonNode json(String... arguments) {
    String out = stead.stead(arguments).ok().out();
    try {
      return new ObjectMapper().readTree(out);
    } catch (JsonProcessingException e) {
      throw new AssertionError(out, e);
    }
  }

  private static List<String> capsules(String app, String purpose) {
    List<String> ids = new ArrayList<>();
    for (JsonNode row : json("backups", app, "--json")) {
      if (row.path("state").asText().equals("whole")
          && row.path("purpose").asText().equals(purpose)) {
        ids.add(row.path("id").asText());
      }
    }
    return ids;
  }

  @Test
  @Order(1)
  void a_schedule_fires_and_info_says_when_it_did_and_what_stays() {
    run("set", "hello", "backup.schedule=* * * * *", "backup.keep=last 2").ok();
    assertThat(json("info", "hello", "--json").path("backups").path(0).path("next").asText())
        .isNotBlank();

    Installation.await(
        "a capsule by schedule",
        PATIENCE,
        () -> json("info", "hello", "--json").path("backups").path(0).path("last").isTextual());

    run("set", "hello", "backup.schedule=none", "--no-apply").ok();
    Installation.await(
        "a moment in which no backup is made",
        PATIENCE,
        () -> run("apply", "hello", "--yes").code() == 0);
    assertThat(capsules("hello", "schedule")).isNotEmpty();
    JsonNode info = json("info", "hello", "--json");
    assertThat(info.path("state").asText()).isEqualTo("running");
    assertThat(info.path("backups")).isEmpty();
    assertThat(info.path("risks")).isEmpty();
  }

  @Test
  @Order(2)
  @Tag("slow")
  void what_nobody_keeps_goes_and_nothing_of_other_apps_or_special_ones() {
    run("backup", "hello").ok();
    run("restore", "hello", "--as", "copy", "--host", "copy.localhost").ok();
    run("backup", "copy").ok();
    List<String> others = capsules("copy", "hand");
    run("restore", "hello", "--yes").ok();
    List<String> safety = capsules("hello", "safety");
    assertThat(safety).hasSize(1);

    List<String> made = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      made.add(json("backup", "hello", "--json").path("id").asText());
    }

    assertThat(capsules("hello", "hand")).containsExactlyInAnyOrderElementsOf(made.subList(2, 4));
    assertThat(capsules("hello", "schedule")).isEmpty();
    assertThat(capsules("hello", "safety")).isEqualTo(safety);
    assertThat(capsules("copy", "hand")).isEqualTo(others);
    run("remove", "hello", "--yes").ok();
    run("backup", "copy").ok();
    assertThat(capsules("hello", "last")).as("of a removed app").hasSize(1);
    assertThat(capsules("hello", "hand")).hasSize(2);
    run("restore", "hello", "--yes").ok();
    assertThat(run("repo", "check", "--read-data").ok().out()).contains("every byte was read");
  }

  @Test
  @Order(3)
  @Tag("slow")
  void who_cannot_be_backed_up_is_at_risk_until_he_can_and_an_alarm_is_given_each_time()
      throws IOException {
    Path repository = stead.home.resolve("repositories").resolve("local");
    Path away = stead.home.resolve("away");
    Files.move(repository, away);

    assertThat(run("backup", "hello").code()).isEqualTo(1);
    assertThat(json("info", "hello", "--json").path("state").asText()).isEqualTo("at risk");
    Installation.await("an alarm", PATIENCE, () -> told().contains("hello at-risk the backup"));

    stead.stopDaemon();
    assertThat(run("ls").ok().out()).contains("at risk");
    // The Engine makes what it is to mount.
    Files.deleteIfExists(repository);
    Files.move(away, repository);
    run("backup", "hello").ok();
    assertThat(json("info", "hello", "--json").path("state").asText()).isEqualTo("running");
    Installation.await("all is well", PATIENCE, () -> told().contains("hello well"));
    assertThat(told().lines().filter(line -> line.contains("at-risk"))).hasSize(1);
  }

  private static String told() {
    try {
      return Files.exists(alarms) ? Files.readString(alarms) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
