package steading.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import steading.compose.Build;
import steading.compose.Service;
import steading.compose.Storage;
import steading.engine.ContainerSpec;
import steading.engine.Engine.ExecResult;
import steading.engine.Engine.ExecSpec;
import steading.engine.TestEngine;
import steading.image.ImageChoice;
import steading.image.Images;

/**
 * What hello's versions do to its data, so that upgrading and going back can rely on it: each step
 * stands on the one before.
 */
@Tag("engine")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HelloVersionsTest {
  private static final String WRITTEN = "Ann: first|Bob: second|Ann: third";

  /** Else the image's own volume would be left behind. */
  private static final Storage WITHOUT_FILES =
      new Storage(
          List.of(new Storage.Mount(Storage.Kind.TMPFS, null, "/srv/uploads", false, 0, null)),
          List.of(),
          List.of());

  private static Installation stead;
  private static TestEngine test;

  @BeforeAll
  static void begin() {
    stead = Installation.fresh();
    test = TestEngine.connect();
  }

  @AfterAll
  static void end() {
    test.close();
    stead.close();
  }

  @Test
  @Order(1)
  void an_older_version_is_installed_when_asked_for() throws IOException {
    String[] install = {
      "install", "hello", "--host", "hello.localhost", "--version", "1.0.0", "--yes"
    };
    stead.stead(install).ok();
    Web web = stead.web("hello.localhost");
    assertThat(web.get("/health").body()).contains("1.0.0");
    for (String entry : List.of("Ann: first", "Bob: second", "Ann: third")) {
      String json =
          "{\"author\": \"%s\", \"text\": \"%s\"}".formatted((Object[]) entry.split(": "));
      assertThat(web.postJson("/entries", json).status()).isEqualTo(201);
    }
    for (int n = 1; n <= 3; n++) {
      assertThat(web.postJson("/ledger", "{\"n\": %d, \"sum\": 7}".formatted(n)).status())
          .isEqualTo(201);
    }
    assertThat(web.postFile("/uploads", "notes.txt", "kept").status()).isEqualTo(201);
    assertThat(sql("SELECT string_agg(author || ': ' || text, '|' ORDER BY id) FROM entry"))
        .isEqualTo(WRITTEN);
  }

  @Test
  @Order(2)
  void changing_the_version_in_the_file_is_refused_with_the_reason() throws IOException {
    Path file = stead.home.resolve("apps/hello/app.yaml");
    String before = Files.readString(file);
    Files.writeString(file, before.replace("1.0.0", "2.0.0"));

    for (String command : List.of("plan", "apply")) {
      Installation.Result refused = stead.stead(command, "hello");
      assertThat(refused.code()).as(command).isEqualTo(2);
      assertThat(refused.err())
          .contains("app.yaml", "asks for \"hello\" \"2.0.0\", but hello 1.0.0 is installed")
          .contains("takes a fresh capsule and a rehearsal")
          .contains("Fix: ");
    }

    assertThat(stead.web("hello.localhost").get("/health").body()).contains("1.0.0");
    Files.writeString(file, before);
    assertThat(stead.stead("plan", "hello").code()).isZero();
  }

  @Test
  @Order(3)
  void migrating_splits_the_authors_and_loses_nothing_however_often_it_runs() {
    String ledger = sql("SELECT json_agg(l ORDER BY id) FROM ledger l");
    String uploads = sql("SELECT json_agg(u ORDER BY id) FROM upload u");

    assertThat(migrate("2.0.0")).isEqualTo("0: the database went from schema 1 to 2\n");
    for (int again = 0; again < 2; again++) {
      assertThat(
              sql(
                  "SELECT string_agg(author.name || ': ' || text, '|' ORDER BY entry.id)"
                      + " FROM entry JOIN author ON author.id = author_id"))
          .isEqualTo(WRITTEN);
      assertThat(sql("SELECT string_agg(name, ',' ORDER BY id) FROM author")).isEqualTo("Ann,Bob");
      assertThat(sql("SELECT json_agg(l ORDER BY id) FROM ledger l")).isEqualTo(ledger);
      assertThat(sql("SELECT json_agg(u ORDER BY id) FROM upload u")).isEqualTo(uploads);
      assertThat(migrate("2.0.0")).isEqualTo("0: the database is at schema 2 already\n");
    }
    assertThat(migrate("1.0.0")).as("old code leaves newer data alone").matches("1: hello: .*\n");
  }

  @Test
  @Order(4)
  void the_broken_version_fails_in_one_line_after_it_has_written() {
    assertThat(migrate("2.1.0"))
        .matches("1: hello: schema 3 failed: release 2.1.0 is broken on purpose: .*\n");
    assertThat(sql("SELECT max(version) FROM schema_version")).isEqualTo("2");
    assertThat(sql("SELECT text FROM entry ORDER BY id OFFSET 1 LIMIT 1"))
        .isEqualTo("[rewritten by 2.1.0] second");
    assertThat(migrate("2.1.0")).as("trying again makes it no worse").startsWith("1: ");
    assertThat(sql("SELECT count(*) FROM entry WHERE text LIKE '[rewritten%'")).isEqualTo("1");
  }

  /** The exit code and everything said by {@code hello migrate} of a version, beside the app. */
  private static String migrate(String version) {
    Images images = new Images(stead.engine, Path.of("recipes/images"));
    Build build =
        new Build(
            Path.of("recipes/hello").toAbsolutePath(),
            "Dockerfile",
            Map.of("HELLO_VERSION", version),
            null);
    ImageChoice image = images.choose("hello", "web", build);
    images.obtain(image, _ -> {});
    Service service = Service.of("migrate", image.reference()).withStorage(WITHOUT_FILES);
    String network = "stead-" + stead.id() + "-hello_default";
    String name =
        test.run(
            new ContainerSpec(
                test.name("migrate"),
                image.reference(),
                service.withProgram(service.program().withCommand(List.of("hello", "migrate"))),
                Map.of(network, new ContainerSpec.Attach(List.of(), null, null)),
                Map.of(),
                test.labels(),
                List.of(password()),
                List.of()));
    int code = stead.engine.awaitExit(name, Duration.ofMinutes(1)).orElseThrow();
    String said = test.output(name);
    stead.engine.remove(name);
    return code + ": " + said;
  }

  private static ContainerSpec.FileSpec password() {
    ExecResult password = inDatabase("cat", "/run/secrets/db_password");
    return new ContainerSpec.FileSpec(
        "/run/secrets/db_password",
        password.stdout().getBytes(StandardCharsets.UTF_8),
        10001,
        10001,
        0400);
  }

  private static String sql(String query) {
    ExecResult result = inDatabase("psql", "-U", "hello", "-tA", "-c", query);
    assertThat(result.stderr()).isEmpty();
    return result.stdout().strip();
  }

  private static ExecResult inDatabase(String... command) {
    return stead.engine.execAndWait(
        "stead-" + stead.id() + "-hello-db-1", ExecSpec.of(command), Duration.ofSeconds(20));
  }
}
