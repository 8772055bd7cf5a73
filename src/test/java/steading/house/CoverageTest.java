package steading.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/coverage.md} has every row once, and names no test that is not there. */
class CoverageTest {
  private static final Map<String, Integer> ROWS =
      Map.of("P", 31, "I", 25, "S", 49, "K", 28, "D", 81);

  /** Met by a decision or by a file, which no test can show. */
  private static final Set<String> UNTESTED = Set.of("S41", "S49");

  private static final Pattern ROW =
      Pattern.compile("\\| ([A-Z]\\d+) \\| (.+) \\| ?([A-Za-z, ]*) ?\\|");

  private record Row(String id, String how, List<String> tests) {
    boolean open() {
      return how.startsWith("open");
    }
  }

  private static List<Row> rows() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("docs/coverage.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        String tests = row.group(3).strip();
        rows.add(
            new Row(
                row.group(1),
                row.group(2),
                tests.isEmpty() ? List.of() : List.of(tests.split(", ", -1))));
      }
    }
    return rows;
  }

  @Test
  void everyRowStandsOnce() throws IOException {
    List<String> all =
        ROWS.entrySet().stream()
            .flatMap(
                part -> IntStream.rangeClosed(1, part.getValue()).mapToObj(n -> part.getKey() + n))
            .toList();

    List<Row> rows = rows();
    long open = rows.stream().filter(Row::open).count();
    System.err.println("coverage: " + (rows.size() - open) + " of " + rows.size() + " rows met");
    assertThat(rows).extracting(Row::id).containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void whatIsMetNamesTestsThatExist() throws IOException {
    Set<String> tests;
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      tests =
          files
              .map(file -> String.valueOf(file.getFileName()))
              .filter(name -> name.endsWith("Test.java"))
              .map(name -> name.substring(0, name.length() - ".java".length()))
              .collect(Collectors.toSet());
    }

    assertThat(rows())
        .allSatisfy(row -> {
          assertThat(tests).as(row.id()).containsAll(row.tests());
          if (!UNTESTED.contains(row.id())) {
            assertThat(row.tests().isEmpty()).as(row.id()).isEqualTo(row.open());
          }
        });
  }
}
