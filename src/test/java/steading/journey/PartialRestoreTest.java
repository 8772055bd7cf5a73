package steading.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import steading.engine.Engine.ExecSpec;

/** One volume, one file or one database of hello comes back; the rest stays as it is. */
@Tag("engine")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PartialRestoreTest {
  private static final String HOST = "hello.localhost";
  private static final int BEFORE = 5;
  private static final int AFTER = 9;

  private static Installation stead;
  private static String capsule;
  private static String undo;

  @BeforeAll
  static void begin() throws IOException {
    stead = Installation.fresh();
    PatientHello.install(stead);
    ledger(1, BEFORE);
    in("mkdir -p 'a [b]' && echo old > 'a [b]/x' && echo old > 'a [b]/gone' && echo old > other");
    capsule = json(stead.stead("backup", "hello", "--json").ok()).path("id").asText();
    ledger(BEFORE + 1, AFTER);
    in("echo new > 'a [b]/x'; rm 'a [b]/gone'; echo new > 'a [b]/later'; echo new > other");
  }

  @AfterAll
  static void end() {
    stead.close();
  }

  private static void ledger(int from, int to) throws IOException {
    for (int n = from; n <= to; n++) {
      stead.web(HOST).postJson("/ledger", "{\"n\": " + n + ", \"sum\": " + n * 7 + "}");
    }
  }

  private static JsonNode json(Installation.Result result) {
    try {
      return new ObjectMapper().readTree(result.out());
    } catch (JsonProcessingException e) {
      throw new AssertionError(result.out(), e);
    }
  }

  private static String container(String service) {
    return stead.containers().stream()
        .filter(name -> name.contains("-hello-" + service + "-"))
        .findFirst()
        .orElseThrow();
  }

  /** In the volume of uploads. */
  private static String in(String script) {
    return stead
        .engine
        .execAndWait(
            container("web"),
            ExecSpec.of("sh", "-c", "cd /srv/uploads && " + script),
            Duration.ofMinutes(2))
        .stdout()
        .strip();
  }

  private static int rows() throws IOException {
    return stead.web(HOST).get("/ledger.json").body().split("\"n\"", -1).length - 1;
  }

  private static String idOf(String service) {
    return stead.engine.container(container(service)).orElseThrow().id();
  }

  @Test
  @Order(1)
  void a_path_comes_back_and_nothing_beside_it_changes() throws IOException {
    String database = idOf("db");

    Installation.Result restored =
        stead.stead("restore", "hello", capsule, "--path", "uploads/a [b]", "--yes").ok();

    assertThat(restored.out()).contains("uploads/a [b]", "undoes this");
    assertThat(in("cat 'a [b]/x' 'a [b]/gone' other; ls 'a [b]'"))
        .isEqualTo("old\nold\nnew\ngone\nx");
    assertThat(rows()).isEqualTo(AFTER);
    assertThat(idOf("db")).as("the database's container").isEqualTo(database);
    assertThat(stead.stead("plan").code()).isZero();
  }

  @Test
  @Order(2)
  void a_database_comes_back_and_the_files_stay() throws IOException {
    JsonNode restored =
        json(
            stead
                .stead("restore", "hello", capsule, "--database", "db/hello", "--yes", "--json")
                .ok());
    for (JsonNode next : restored.path("next")) {
      if (next.asText().contains("undoes")) {
        undo = next.asText().split(" ", -1)[3];
      }
    }

    assertThat(rows()).isEqualTo(BEFORE);
    assertThat(in("cat other")).isEqualTo("new");
  }

  @Test
  @Tag("slow")
  @Order(3)
  void the_safety_capsule_undoes_it() throws IOException {
    stead.stead("restore", "hello", undo, "--database", "db", "--yes").ok();
    assertThat(rows()).isEqualTo(AFTER);
    assertThat(in("cat other")).isEqualTo("new");
  }

  @Test
  @Order(4)
  void a_volume_comes_back_and_the_rows_stay() throws IOException {
    int rows = rows();
    stead.stead("restore", "hello", capsule, "--volume", "uploads", "--yes").ok();
    assertThat(in("cat other")).isEqualTo("old");
    assertThat(rows()).isEqualTo(rows);
    assertThat(stead.engine.containers(stead.label())).allMatch(seen -> seen.running());
    assertThat(stead.home.resolve("staging/hello")).doesNotExist();
  }

  @Test
  @Order(5)
  void what_is_not_there_is_said_before_anything_is_stopped() {
    String web = idOf("web");
    for (String[] wrong :
        new String[][] {
          {"--volume", "upload"},
          {"--path", "uploads/none"},
          {"--database", "web"},
          {"--path", "uploads"},
          {"--path", "uploads/../../etc"},
        }) {
      Installation.Result refused =
          stead.stead("restore", "hello", capsule, wrong[0], wrong[1], "--yes");
      assertThat(refused.code()).as(wrong[1]).isIn(2, 5);
      assertThat(refused.err()).as(wrong[1]).contains("Fix:");
    }
    assertThat(stead.stead("restore", "hello", "--volume", "uploads").code()).isEqualTo(2);
    assertThat(
            stead
                .stead(
                    "restore", "hello", "--volume", "uploads", "--as", "x", "--host", "x.localhost")
                .err())
        .contains("one part");
    assertThat(idOf("web")).isEqualTo(web);
  }
}
