package steading.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.plan.Route;
import steading.problem.ProblemException;

class TableFileTest {
  @TempDir Path directory;

  @Test
  void whatIsSavedIsLoadedAgain() throws Exception {
    Table table =
        Table.EMPTY.with(
            "blog",
            List.of(
                new Route(
                    "blog",
                    "web",
                    List.of("b.test", "a.test"),
                    "/x",
                    80,
                    List.of("two", "one"),
                    Duration.ofSeconds(90))),
            Set.of("n", "m"));
    TableFile file = new TableFile(directory.resolve("table.json"));
    file.save(table);
    assertThat(file.load()).isEqualTo(table);
  }

  @Test
  void withoutAFileTheTableIsEmpty() {
    assertThat(new TableFile(directory.resolve("none")).load()).isEqualTo(Table.EMPTY);
  }

  @Test
  void aDamagedFileIsAProblemForPeople() throws Exception {
    Path path = Files.writeString(directory.resolve("table.json"), "{\"apps\": 7}");
    assertThatThrownBy(() -> new TableFile(path).load())
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("cannot be read");
  }
}
