package steading.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changes that fail: what served before goes on, and a person reads why. */
@Tag("engine")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FailingChangeTest {
  private static final Duration SOON = Duration.ofSeconds(45);

  @TempDir private static Path directory;
  private static Installation stead;
  private static Path recipe;

  @BeforeAll
  static void begin() {
    recipe = MoodyRecipe.in(directory);
    stead = Installation.fresh();
    stead.stead("install", recipe.toString(), "moody", "--host", "moody.localhost", "--yes").ok();
  }

  @AfterAll
  static void end() throws Exception {
    try (AutoCloseable _ = stead) {
      // Nothing else was begun.
    }
  }

  @ParameterizedTest
  @Order(1)
  @CsvSource({
    "sick,    its health check fails,  I can reach nobody",
    "crashes, exit code 3,             no licence for this machine",
    "hungry,  memory,                  reading everything"
  })
  void Promise_a_change_that_fails_leaves_the_old_state_serving(
      String mood, String reason, String lastWords) throws IOException {
    List<String> before = stead.containers();
    String file = Files.readString(stead.home.resolve("apps/moody/app.yaml"));
    Installation.Result result;
    List<String> failures;
    int served;
    try (Visitor visitor = new Visitor(stead.web("moody.localhost"))) {
      result = stead.stead("set", "moody", "mood=" + mood, "--yes");
      failures = visitor.failures();
      served = visitor.served();
    }
    System.err.println(
        "failing change: %s: ended after %s s; %d requests served, %d failed"
            .formatted(mood, result.took().toSeconds(), served, failures.size()));
    assertThat(result.code()).as(result.err()).isEqualTo(1);
    assertThat(result.err())
        .contains("moody/web is not well")
        .contains(reason)
        .contains(lastWords)
        .doesNotContain("at steading.")
        .doesNotContain("went wrong inside");
    assertThat(result.took()).isLessThan(SOON);
    assertThat(failures).isEmpty();
    assertThat(served).isPositive();
    assertThat(stead.containers()).isEqualTo(before);
    assertThat(Files.readString(stead.home.resolve("apps/moody/app.yaml"))).isEqualTo(file);
    assertThat(stead.web("moody.localhost").get("/").body()).contains("fine");
    assertThat(stead.stead("plan", "moody").code()).isZero();
  }

  @Test
  @Order(2)
  void an_edited_file_that_fails_stays_for_its_owner_to_mend() throws IOException {
    Path file = stead.home.resolve("apps/moody/app.yaml");
    String before = Files.readString(file);
    String edited = before + "settings:\n  mood: crashes\n";
    Files.writeString(file, edited);
    Installation.Result result = stead.stead("apply", "moody", "--yes");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("exit code 3");
    assertThat(Files.readString(file)).isEqualTo(edited);
    assertThat(stead.web("moody.localhost").get("/").body()).contains("fine");
    assertThat(stead.stead("plan", "moody").code()).isEqualTo(3);
    Files.writeString(file, before);
    assertThat(stead.stead("plan", "moody").code()).isZero();
  }

  @ParameterizedTest
  @Order(3)
  @CsvSource({
    "sick,     its health check fails, I can reach nobody",
    "crashes,  exit code 3,            no licence for this machine",
    "stubborn, exit code 1,            table guests exists already"
  })
  void a_first_install_that_fails_leaves_its_file_and_says_how_to_go_on(
      String mood, String reason, String lastWords) {
    Installation.Result result =
        stead.stead(
            "install",
            recipe.toString(),
            mood,
            "--host",
            mood + ".localhost",
            "--set",
            "mood=" + mood,
            "--yes");
    System.err.println(
        "failing install: %s: ended after %s s".formatted(mood, result.took().toSeconds()));
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .contains(mood + "/web")
        .contains(reason)
        .contains(lastWords)
        .contains("stead apply " + mood)
        .contains("stead remove " + mood)
        .doesNotContain("at steading.");
    assertThat(result.took()).isLessThan(SOON);
    assertThat(stead.containers()).noneMatch(name -> name.contains("-" + mood + "-"));
    assertThat(stead.engine.networks(stead.label()))
        .noneMatch(network -> network.name().contains("-" + mood + "_"));
    assertThat(stead.home.resolve("apps/" + mood + "/app.yaml")).exists();
    stead.stead("set", mood, "mood=fine", "--yes").ok();
    assertThat(stead.stead("plan", mood).code()).isZero();
    stead.stead("remove", mood, "--purge", "--yes").ok();
  }

  @Test
  @Order(4)
  void ctrl_c_leaves_the_operation_to_the_daemon() throws Exception {
    Process process =
        stead.beginAtATerminal(
            "install",
            recipe.toString(),
            "late",
            "--host",
            "late.localhost",
            "--set",
            "mood=sleepy",
            "--yes");
    StringBuilder said = new StringBuilder();
    try (var lines = process.errorReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        said.append(line).append('\n');
        if (line.startsWith("[") && process.isAlive()) {
          interrupt(process.pid());
        }
      }
    }
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(130);
    assertThat(said).contains("goes on in the background");
    Installation.await(
        "the operation is through",
        SOON,
        () ->
            stead.stead("ls", "--json").ok().out().matches("(?s).*late.*")
                && stead.stead("plan", "late").code() == 0);
    assertThat(stead.web("late.localhost").get("/").status()).isEqualTo(200);
  }

  private static void interrupt(long pid) {
    PrivateEngine.run("kill", "-INT", Long.toString(pid));
  }
}
