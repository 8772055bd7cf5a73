package steading.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import steading.engine.ContainerSeen;
import steading.plan.Labels;

/** Capsules of hello that are proved, and one that is not good. */
@Tag("engine")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DrillTest {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final int ROWS = 25;

  private static Installation stead;
  private static String capsule = "";

  @BeforeAll
  static void begin() throws IOException {
    stead = Installation.fresh();
    PatientHello.install(stead);
    for (int n = 1; n <= ROWS; n++) {
      stead
          .web("hello.localhost")
          .postJson("/ledger", "{\"n\": " + n + ", \"sum\": " + n * 7 + "}");
    }
    stead.web("hello.localhost").postFile("/uploads", "kept.txt", "kept");
    capsule = json(run("backup", "hello", "--json").ok()).path("id").asText();
  }

  @AfterAll
  static void end() {
    stead.close();
  }

  private static Installation.Result run(String... arguments) {
    return stead.stead(arguments);
  }

  private static JsonNode json(Installation.Result result) {
    try {
      return new ObjectMapper().readTree(result.out());
    } catch (JsonProcessingException e) {
      throw new AssertionError(result.out(), e);
    }
  }

  /** The ids of the homes in which copies are. */
  private static List<String> copies() {
    Path drills = stead.home.resolve("drills");
    if (!Files.isDirectory(drills)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(drills)) {
      return children.map(child -> child.getFileName().toString()).toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static boolean nothingIsLeft(String id) {
    Map<String, String> label = Map.of(Labels.HOME, id);
    return stead.engine.containers(label).isEmpty()
        && stead.engine.networks(label).isEmpty()
        && stead.engine.volumes(label).isEmpty();
  }

  @Test
  @Order(1)
  void a_good_capsule_is_proved_while_the_copy_reaches_nothing_that_the_app_reaches()
      throws IOException {
    AtomicReference<String> seen = new AtomicReference<>("");
    try (Outside outside = new Outside(stead.engine)) {
      CompletableFuture<Installation.Result> drill =
          CompletableFuture.supplyAsync(() -> run("drill", "hello"), Thread::startVirtualThread);
      Installation.await("the copy's database runs", LONG, () -> databaseOfTheCopy(seen));

      assertThat(outside.isReachedFrom(databaseOf(stead.id()))).as("the app gets out").isTrue();
      assertThat(outside.isReachedFrom(seen.get())).as("the copy gets out").isFalse();
      assertThat(run("ls", "--json").ok().out()).doesNotContain(copies().toString());
      Installation.Result proved = drill.join().ok();

      assertThat(proved.out()).contains(capsule).contains("is proved");
    }
    String id = seen.get().substring("stead-".length(), "stead-".length() + 6);
    assertThat(nothingIsLeft(id)).isTrue();
    assertThat(copies()).isEmpty();
    JsonNode info = json(run("info", "hello", "--json").ok());
    assertThat(info.path("drill").path("ok").asBoolean()).isTrue();
    assertThat(info.path("drill").path("capsule").asText()).isEqualTo(capsule);
    assertThat(info.path("state").asText()).isEqualTo("running");
    assertThat(info.path("detail").isNull()).isTrue();
    assertThat(run("info", "hello").ok().out()).contains("proved restorable: ", ", took ");
    System.err.printf("drill: took %d ms%n", info.path("drill").path("milliseconds").asLong());
  }

  private static boolean databaseOfTheCopy(AtomicReference<String> seen) {
    copies()
        .forEach(id -> {
          String name = databaseOf(id);
          if (!name.isEmpty()) {
            seen.set(name);
          }
        });
    return !seen.get().isEmpty();
  }

  private static String databaseOf(String id) {
    return stead.engine.containers(Map.of(Labels.HOME, id)).stream()
        .filter(ContainerSeen::running)
        .filter(seen -> seen.label(Labels.SERVICE).equals("db"))
        .map(ContainerSeen::name)
        .findFirst()
        .orElse("");
  }

  @Test
  @Order(2)
  void a_capsule_that_lost_rows_fails_with_the_table_and_puts_the_app_at_risk() throws IOException {
    String damaged = Damage.rows(stead, capsule, ROWS + 5);

    Installation.Result drill = run("drill", "hello", damaged);

    assertThat(drill.code()).isEqualTo(1);
    assertThat(drill.err()).contains(damaged).contains("should have " + (ROWS + 5) + " rows");
    assertThat(copies()).isEmpty();
    JsonNode info = json(run("info", "hello", "--json").ok());
    assertThat(info.path("drill").path("ok").asBoolean()).isFalse();
    assertThat(info.path("state").asText()).isEqualTo("at risk");
    assertThat(info.path("detail").asText()).contains(damaged);
    assertThat(run("ls").ok().out()).contains("at risk");
  }

  @Test
  @Order(3)
  void a_capsule_whose_dump_has_flipped_bytes_fails_and_says_what_the_tool_says()
      throws IOException {
    String damaged = Damage.bytes(stead, capsule);

    Installation.Result drill = run("drill", "hello", damaged);

    assertThat(drill.code()).isEqualTo(1);
    assertThat(drill.err()).contains("pg_restore");
    assertThat(copies()).isEmpty();

    run("drill", "hello", capsule).ok();
    assertThat(json(run("info", "hello", "--json").ok()).path("detail").isNull()).isTrue();
    assertThat(run("drill", "hello", "260101-0000-aaaa").code()).isEqualTo(5);
  }
}
