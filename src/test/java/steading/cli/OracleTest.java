package steading.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import steading.compose.schema.Plain;
import steading.compose.yaml.Node;
import steading.compose.yaml.Yaml;
import steading.problem.Problems;

/**
 * {@code stead config} prints what Debian 13's Compose prints. Needs no Engine, but fetches a
 * package, which is more than a quick test should do.
 */
@Tag("engine")
class OracleTest {
  private static final Path SOURCE = Path.of(System.getProperty("steading.source", ""));
  private static final Path CORPUS = SOURCE.resolve("src/test/resources/steading/compose/oracle");
  private static final int LEAST = 150;
  private static final Pattern PLACE = Pattern.compile(":\\d+:\\d+ ");

  /** Where we differ on purpose, and why. */
  private static final Map<String, String> DIFFERENT = OracleDifferences.ALL;

  /** Problems of the command line have no place in a file. */
  private static final List<String> PLACELESS = List.of("env-option-missing", "project-name-bad");

  @Test
  void configEqualsTheOracle() throws Exception {
    Oracle oracle = Oracle.ready(SOURCE);
    List<OracleCase> cases = new ArrayList<>(OracleCase.in(CORPUS));
    cases.addAll(recipes());
    Map<String, String> wrong = new TreeMap<>();
    int equal = 0;
    int different = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<String>> answers = new ArrayList<>();
      for (OracleCase each : cases) {
        Callable<String> comparing = () -> difference(each, oracle);
        answers.add(threads.submit(comparing));
      }
      for (int i = 0; i < cases.size(); i++) {
        String name = cases.get(i).name();
        String difference = result(answers.get(i));
        boolean wanted = DIFFERENT.containsKey(name);
        if (difference.isEmpty() == wanted) {
          wrong.put(name, wanted ? "is equal, but listed as different" : difference);
        } else if (wanted) {
          different++;
        } else {
          equal++;
        }
      }
    }
    System.err.printf(
        "config equals the oracle on %d of %d files; %d more differ on purpose%n",
        equal, cases.size() - different, different);
    assertThat(wrong).isEmpty();
    assertThat(equal).isGreaterThanOrEqualTo(LEAST);
    assertThat(different).isEqualTo(DIFFERENT.size());
  }

  private static String result(Future<String> answer) throws InterruptedException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      return "threw " + e.getCause();
    }
  }

  private static List<OracleCase> recipes() throws IOException {
    try (Stream<Path> all = Files.list(SOURCE.resolve("recipes"))) {
      return all.map(recipe -> recipe.resolve("compose.yaml"))
          .filter(Files::exists)
          .map(OracleCase::recipe)
          .toList();
    }
  }

  /** Empty when both say the same. */
  private static String difference(OracleCase each, Oracle oracle) {
    Ran theirs = oracle.config(each);
    Ran ours = each.ours();
    if (theirs.exit() != 0 || ours.exit() != 0) {
      if (theirs.exit() == 0 || ours.exit() == 0) {
        return "theirs: %d %s%nours: %d %s"
            .formatted(theirs.exit(), theirs.err(), ours.exit(), ours.err());
      }
      boolean placed = PLACE.matcher(ours.err()).find() || PLACELESS.contains(each.name());
      return placed ? "" : "no place in: " + ours.err();
    }
    boolean lines =
        each.ownWords().stream().anyMatch(word -> word.matches("--(services|volumes|images)"));
    Object expected = lines ? sorted(theirs.out()) : tree(theirs.out());
    Object actual = lines ? sorted(ours.out()) : tree(ours.out());
    return Objects.equals(expected, actual)
        ? ""
        : "theirs:%n%s%nours:%n%s".formatted(theirs.out(), ours.out());
  }

  private static List<String> sorted(String text) {
    return text.lines().sorted().toList();
  }

  private static @Nullable Object tree(String text) {
    Problems problems = new Problems();
    Node node = Yaml.parse("config", text.getBytes(StandardCharsets.UTF_8), problems);
    assertThat(problems.list()).isEmpty();
    return node == null ? null : comparable("", Plain.print(node));
  }

  /** Numbers by what they are; keys for ssh come in no order from Compose. */
  private static @Nullable Object comparable(String key, @Nullable Object value) {
    return switch (value) {
      case Number number -> number.doubleValue();
      case List<?> list -> {
        Stream<@Nullable Object> items = list.stream().map(item -> comparable("", item));
        yield key.equals("ssh") ? items.map(String::valueOf).sorted().toList() : items.toList();
      }
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> values = new HashMap<>();
        map.forEach((name, each) ->
            values.put(String.valueOf(name), comparable(String.valueOf(name), each)));
        yield values;
      }
      case null, default -> value;
    };
  }
}
