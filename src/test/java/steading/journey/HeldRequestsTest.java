package steading.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What people notice when the database under an app is replaced: that it takes a moment. */
@Tag("engine")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HeldRequestsTest {
  private static final String HOST = "hello.localhost";

  private static Installation stead;
  private static RecipeCopy recipe;

  @BeforeAll
  static void install() throws IOException {
    stead = Installation.fresh();
    recipe = RecipeCopy.of("hello", stead).patient();
    stead.stead("install", "hello", "--host", HOST, "--yes").ok();
  }

  @AfterAll
  static void remove() {
    stead.close();
  }

  @Test
  @Order(1)
  void replacing_the_database_fails_no_request() throws IOException {
    recipe.change("compose.yaml", "shm_size: 128m", "shm_size: 160m");
    try (Traffic load = visitors()) {
      awaitAnswers(load, 40);
      Installation.Result applied = stead.stead("apply", "hello", "--yes").ok();
      awaitAnswers(load, 40);
      load.end();
      assertThat(applied.err())
          .contains("hold requests to web")
          .contains("db is down while it is replaced")
          .contains("let held requests go on");
      System.err.println(
          "held requests: replacing the database: %s, %d turned away with a time to come again"
              .formatted(load.figures(), load.turnedAway()));
      assertThat(load.failures()).isEmpty();
    }
  }

  @Test
  @Order(2)
  void a_database_that_cannot_be_brought_up_keeps_nobody_waiting_for_ever() throws IOException {
    String image = "image: postgres:17";
    recipe.change("compose.yaml", image, image + "\n    command: [sh, -c, exit 3]");
    Installation.Result applied = stead.stead("apply", "hello", "--yes");
    assertThat(applied.code()).isEqualTo(1);
    assertThat(applied.err()).contains("exit code 3");
    assertThat(stead.web(HOST).get("/entries.json").body())
        .as("the app's own words, not the gateway's")
        .contains("The database does not answer");
    recipe.change("compose.yaml", "\n    command: [sh, -c, exit 3]", "");
    stead.stead("apply", "hello", "--yes").ok();
    assertThat(stead.web(HOST).get("/entries.json").status()).isEqualTo(200);
  }

  private static Traffic visitors() {
    return new Traffic(stead.web(HOST), "/entries.json", 20).patient().keepAlive(4).closing(4);
  }

  private static void awaitAnswers(Traffic load, int more) {
    long wanted = load.answers() + more;
    Installation.await(more + " answers", Duration.ofSeconds(60), () -> load.answers() >= wanted);
  }
}
