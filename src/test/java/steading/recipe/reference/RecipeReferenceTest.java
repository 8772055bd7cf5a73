package steading.recipe.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import steading.problem.Problem;
import steading.problem.Problems;
import steading.recipe.RecipeReader;

class RecipeReferenceTest {
  private static final Path SOURCE = Path.of(System.getProperty("steading.source"));
  private static final String NOBODYS_KEY = "qqqqqqqqqqqq";
  private static final String KNOWN = "use one of ";

  @TempDir Path directory;

  @Test
  void thePageOfTheManualIsWhatTheCommandPrints() throws IOException {
    assertThat(Files.readString(SOURCE.resolve("docs/recipe-reference.md")))
        .as("./stead recipe reference > docs/recipe-reference.md")
        .isEqualTo(ReferencePage.render());
  }

  @Test
  void theExampleIsARecipe() throws IOException {
    assertThat(problemsOf(example())).isEmpty();
  }

  @Test
  void theExampleShowsEveryKeyThatIsRead() throws IOException {
    List<Set<String>> shown = shown(AnnotatedExample.keys());
    List<String> lines = example().lines().toList();
    int places = 0;
    for (int line = 1; line < lines.size(); line++) {
      String text = lines.get(line);
      boolean annotated = lines.get(line - 1).strip().startsWith("#");
      if (annotated && text.matches(" *[a-z_-]+:.*")) {
        places++;
        String indent = text.replaceAll("[^ ].*", "");
        List<String> with = new ArrayList<>(lines);
        with.add(line, indent + NOBODYS_KEY + ": 1");
        Set<String> known = known(problemsOf(String.join("\n", with)));
        assertThat(shown).as("what stands beside %s", text).anyMatch(s -> s.containsAll(known));
      }
    }
    assertThat(places).isGreaterThan(60);
  }

  private static Set<String> known(List<Problem> problems) {
    String fix =
        problems.stream()
            .filter(p -> p.what().contains(NOBODYS_KEY))
            .map(Problem::fix)
            .findFirst()
            .orElseThrow();
    assertThat(fix).contains(KNOWN);
    return Set.of(fix.substring(fix.indexOf(KNOWN) + KNOWN.length()).split(", "));
  }

  /** The keys that may stand side by side, of every mapping. */
  private static List<Set<String>> shown(List<Key> keys) {
    List<Set<String>> shown = new ArrayList<>();
    shown.add(keys.stream().map(Key::name).collect(Collectors.toSet()));
    keys.forEach(key -> shown.addAll(shown(key.keys())));
    return shown;
  }

  static Stream<Path> recipes() throws IOException {
    try (Stream<Path> files = Files.list(SOURCE.resolve("recipes"))) {
      return files
          .map(each -> each.resolve(RecipeReader.FILE))
          .filter(Files::exists)
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void everyRecipeOfOursFitsTheSchema(Path file) throws IOException {
    ObjectNode schema = RecipeSchema.of();
    JsonNode recipe = PlainYaml.read(Files.readString(file));
    assertThat(SchemaJudge.faults(schema, recipe)).isEmpty();

    ((ObjectNode) recipe).put("titel", "misspelt").remove("title");
    ((ObjectNode) recipe).put("jobs", "often");
    assertThat(SchemaJudge.faults(schema, recipe)).hasSize(3);
  }

  private static String example() {
    return new String(AnnotatedExample.bytes(), StandardCharsets.UTF_8);
  }

  private List<Problem> problemsOf(String recipe) throws IOException {
    Files.writeString(directory.resolve(RecipeReader.FILE), recipe);
    Files.writeString(
        directory.resolve("compose.yaml"),
        """
        services:
          web: {image: "ledger:${LEDGER_VERSION}", volumes: ["files:/files", "cache:/cache"]}
          db: {image: "postgres:17", volumes: ["data:/var/lib/postgresql/data"]}
        volumes: {files: {}, cache: {}, data: {}}
        """);
    Problems problems = new Problems();
    RecipeReader.read(directory, problems);
    return problems.list();
  }
}
