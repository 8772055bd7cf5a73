package steading.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.problem.Problem;
import steading.problem.Problems;
import steading.recipe.Keeping.Kind;
import steading.recipe.Keeping.Way;

class KeepingReaderTest {
  @TempDir Path directory;

  private final Problems problems = new Problems();

  private Keeping read(String words) throws IOException {
    Files.writeString(
        directory.resolve("compose.yaml"), "services: {web: {image: a}, db: {image: b}}\n");
    Files.writeString(
        directory.resolve("recipe.yaml"), "title: T\nversions: [{version: '1'}]\n" + words);
    return RecipeReader.read(directory, problems).keeping();
  }

  @Test
  void where_nothing_is_said_nothing_is_known() throws IOException {
    assertThat(read("")).isEqualTo(Keeping.UNSAID);
    assertThat(problems.list()).isEmpty();
  }

  @Test
  void databases_left_out_volumes_and_quiet_services_are_read() throws IOException {
    Keeping keeping =
        read(
            """
            databases:
              db: {kind: postgres, user: shop}
              web: {kind: sqlite, volume: data, file: app/main.db}
            volumes:
              cache: {backup: false}
              data: {}
            quiesce:
              web: {way: command, before: [app, freeze], after: [app, thaw]}
              db: {way: stop}
            """);

    assertThat(problems.list()).isEmpty();
    assertThat(keeping.databases()).containsOnlyKeys("db", "web");
    assertThat(keeping.databases().get("db").kind()).isEqualTo(Kind.POSTGRES);
    assertThat(keeping.databases().get("db").user()).isEqualTo("shop");
    assertThat(keeping.databases().get("web").file()).isEqualTo("app/main.db");
    assertThat(keeping.leftOut()).containsExactly("cache");
    assertThat(keeping.quiesce().get("web").before()).containsExactly("app", "freeze");
    assertThat(keeping.quiesce().get("db").way()).isEqualTo(Way.STOP);
  }

  @Test
  void none_is_a_word_and_differs_from_silence() throws IOException {
    assertThat(read("quiesce: none\n").quiesce()).isEmpty();
  }

  @Test
  void every_mistake_is_told_at_its_place() throws IOException {
    read(
        """
        databases:
          nowhere: {kind: postgres}
          db: {kind: postgras}
          web: {kind: sqlite, volume: data, file: ../../etc/passwd}
        quiesce:
          web: {way: freeze}
          db: {way: command}
        """);

    List<String> codes = problems.list().stream().map(Problem::code).toList();
    assertThat(codes)
        .containsExactlyInAnyOrder(
            "recipe.unknown-service",
            "recipe.unknown-kind",
            "recipe.bad-file",
            "recipe.unknown-way",
            "recipe.empty-command");
    assertThat(problems.list()).allMatch(problem -> problem.place() != null);
  }
}
