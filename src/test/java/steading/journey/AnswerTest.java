package steading.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new container that does not answer as it should is never sent a request. */
@Tag("engine")
class AnswerTest {
  private static final String HOST = "answering.localhost";

  @TempDir static Path directory;
  private static Installation stead;
  private Traffic load;

  @BeforeAll
  static void install() throws IOException {
    stead = Installation.fresh();
    stead.stead("install", AnsweringRecipe.in(directory).toString(), "--host", HOST, "--yes").ok();
  }

  @AfterAll
  static void remove() {
    stead.close();
  }

  @BeforeEach
  void visit() {
    load = new Traffic(stead.web(HOST), "/", 50).keepAlive(2).closing(2);
  }

  @AfterEach
  void nobodyNoticedAndNothingIsLeft() throws IOException {
    load.end();
    assertThat(load.failures()).isEmpty();
    assertThat(load.answers()).isPositive();
    assertThat(stead.web(HOST).get("/").body()).isEqualTo("well");
    assertThat(stead.containers()).hasSize(1);
    assertThat(stead.stead("plan").code()).isZero();
  }

  private static String refused(String manner) {
    Installation.Result result = stead.stead("set", "answering", "manner=" + manner, "--yes");
    assertThat(result.code()).as(result.err()).isEqualTo(1);
    assertThat(result.err())
        .contains("answering/web does not answer as the gateway asks it")
        .contains("beginning in the manner " + manner)
        .contains("Going back");
    return result.err();
  }

  @Test
  void a_new_version_that_answers_500_is_not_switched_to() {
    assertThat(refused("fails"))
        .containsPattern("http://stead-\\S+-web-\\d:8000/health: status 500");
  }

  @Test
  void a_new_version_that_listens_on_another_port_is_not_switched_to() {
    assertThat(refused("elsewhere")).contains(":8000/health: connection refused");
  }

  @Test
  void a_new_version_that_never_listens_is_not_switched_to() {
    assertThat(refused("deaf")).contains(":8000/health: connection refused");
  }

  @Test
  void an_app_that_never_answers_is_taken_back_whole() {
    Installation.Result result =
        stead.stead(
            "install",
            directory.resolve("answering").toString(),
            "other",
            "--host",
            "other.localhost",
            "--set",
            "manner=deaf",
            "--yes");

    assertThat(result.code()).as(result.err()).isEqualTo(1);
    assertThat(result.err()).contains("Going back").doesNotContain("Going back failed");
    assertThat(stead.engine.networks(stead.label()))
        .noneMatch(network -> network.name().contains("-other_"));
    stead.stead("remove", "other", "--purge", "--no-backup", "--yes").ok();
  }

  @Test
  void a_new_version_that_answers_too_slowly_is_not_switched_to() {
    assertThat(refused("slow")).contains(":8000/health: no answer within 5 s");
  }
}
