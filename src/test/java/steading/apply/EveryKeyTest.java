package steading.apply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every key of a service that the Engine can honour, and what the Engine then says of the
 * container. The rows are in the resource {@code keys.txt}: a service's keys, then {@code =>}, then
 * where to look and what must be there.
 */
@Tag("engine")
class EveryKeyTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<Row> ROWS = new ArrayList<>();

  @TempDir private static Path directory;
  private static Stack stack;

  private record Row(String service, String keys, Map<String, String> expected) {}

  @BeforeAll
  static void create() throws IOException {
    StringBuilder yaml = new StringBuilder("services:\n");
    yaml.append("  db: {image: x, volumes: [data:/data]}\n");
    read();
    for (Row row : ROWS) {
      yaml.append("  %s:\n    image: x\n%s".formatted(row.service(), row.keys().indent(4)));
    }
    yaml.append("networks: {default: , back: {ipam: {config: [{subnet: 10.213.7.0/24}]}}}\n");
    yaml.append("volumes: {data: }\n");
    Files.writeString(directory.resolve("more.env"), "RAW='$A'\n");
    Files.writeString(directory.resolve("more.labels"), "from.file=yes\nboth=file\n");
    stack = new Stack(directory);
    stack.create(yaml.toString());
  }

  @AfterAll
  static void remove() {
    stack.close();
  }

  private static void read() throws IOException {
    Path file = Path.of("src/test/resources/steading/apply/keys.txt");
    for (String block : Files.readString(file).split("\n\n")) {
      Map<String, String> expected = new LinkedHashMap<>();
      StringBuilder keys = new StringBuilder();
      for (String line : block.lines().filter(l -> !l.startsWith("#")).toList()) {
        if (line.startsWith("=> ")) {
          String[] parts = line.substring(3).split(" ", 2);
          expected.put(parts[0], parts[1]);
        } else {
          keys.append(line).append('\n');
        }
      }
      if (!keys.isEmpty()) {
        ROWS.add(new Row("s%02d".formatted(ROWS.size()), keys.toString(), expected));
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> theEngineHonours() {
    return ROWS.stream().map(row -> DynamicTest.dynamicTest(row.keys().strip(), () -> check(row)));
  }

  private static void check(Row row) throws IOException {
    JsonNode seen = stack.inspect(row.service());
    assertThat(row.expected()).isNotEmpty();
    for (Map.Entry<String, String> each : row.expected().entrySet()) {
      String pointer = each.getKey().replace("@", stack.real(""));
      String wanted = each.getValue().replace("@db", stack.container("db").id());
      // Newer Engines write capabilities with their prefix.
      String found = seen.at(pointer).toString().replace("\"CAP_", "\"");
      assertThat(JSON.readTree(found)).as(pointer).isEqualTo(JSON.readTree(wanted));
    }
  }
}
