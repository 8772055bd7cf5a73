package steading.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** hello leaves one installation in a file and comes to another, which has not got its image. */
@Tag("engine")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ParcelJourneyTest {
  private static final String HOST = "hello.localhost";
  private static final int ROWS = 15;

  @TempDir private static Path directory;

  private static Installation here;
  private static Installation there;
  private static Path file;
  private static Path password;
  private static String upload;
  private static String image;

  @BeforeAll
  static void begin() throws IOException {
    here = Installation.fresh();
    there = Installation.fresh();
    // An image that nobody else has: its last layer says so.
    String own = "LABEL test.parcel=\"" + System.nanoTime() + "\"";
    unlike(here, own);
    unlike(there, own);
    here.stead("install", "hello", "--host", HOST, "--yes").ok();
    for (int n = 1; n <= ROWS; n++) {
      here.web(HOST).postJson("/ledger", "{\"n\": " + n + ", \"sum\": " + n * 7 + "}");
    }
    upload =
        json(here.web(HOST).postFile("/uploads", "kept.txt", "kept").body()).path("id").asText();
    file = directory.resolve("hello.stead");
    password = directory.resolve("password");
  }

  private static void unlike(Installation stead, String line) throws IOException {
    RecipeCopy copy = RecipeCopy.of("hello", stead).patient();
    Path dockerfile = copy.directory().resolve("Dockerfile");
    Files.writeString(dockerfile, Files.readString(dockerfile) + "\n" + line + "\n");
  }

  @AfterAll
  static void end() {
    here.close();
    there.close();
    if (image != null) {
      there.engine.removeImage(image);
    }
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  private static int rows(Installation stead) throws IOException {
    return stead.web(HOST).get("/ledger.json").body().split("\"n\"", -1).length - 1;
  }

  private static String imageOf(Installation stead) {
    return stead.engine.containers(stead.label()).stream()
        .filter(seen -> seen.name().contains("-hello-web-"))
        .map(seen -> seen.imageId())
        .findFirst()
        .orElseThrow();
  }

  private static Installation.Result imports(Path from, String... more) {
    String[] words = {"import", from.toString(), "--password-file", password.toString()};
    String[] all = Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return there.stead(all);
  }

  private static void nothingIsThere() {
    assertThat(there.home.resolve("apps/hello")).doesNotExist();
    assertThat(there.home.resolve("staging/.parcel-hello")).doesNotExist();
    assertThat(there.containers()).isEmpty();
    assertThat(there.volumes()).isEmpty();
  }

  @Test
  @Order(1)
  void an_app_goes_into_one_file_and_runs_on() throws IOException {
    Installation.Result made = here.stead("export", "hello", file.toString(), "--json").ok();
    Files.writeString(password, json(made.out()).path("password").asText() + "\n");

    System.err.println(
        "parcel: " + Files.size(file) + " bytes in " + made.took().toSeconds() + " s");
    assertThat(json(made.out()).path("images").asInt()).isGreaterThanOrEqualTo(3);
    assertThat(json(made.out()).path("bytes").asLong()).isEqualTo(Files.size(file));
    assertThat(rows(here)).isEqualTo(ROWS);
    assertThat(here.home.resolve("staging/.parcel-hello")).doesNotExist();
    assertThat(file.resolveSibling(".hello.stead.part")).doesNotExist();

    Installation.Result again = here.stead("export", "hello", file.toString());
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).contains("is there already");
    assertThat(here.stead("export", "hello", "/proc/none/x").err()).contains("cannot be written");
  }

  @Test
  @Order(2)
  void a_short_password_is_refused() throws IOException {
    Path word = Files.writeString(directory.resolve("word"), "short");
    Installation.Result refused =
        here.stead(
            "export", "hello", directory + "/other.stead", "--password-file", word.toString());
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("too short");
    assertThat(directory.resolve("other.stead")).doesNotExist();
  }

  @Test
  @Order(2)
  void a_full_disk_is_one_clear_problem_and_nothing_stays_there() throws IOException {
    PrivateEngine.needsRoot();
    Path disk = Files.createDirectory(directory.resolve("disk"));
    PrivateEngine.run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk.toString());
    try {
      Installation.Result full = here.stead("export", "hello", disk + "/hello.stead");
      assertThat(full.code()).isEqualTo(1);
      assertThat(full.err()).contains("cannot be written", "No space left", "make room");
      try (Stream<Path> left = Files.list(disk)) {
        assertThat(left).isEmpty();
      }
    } finally {
      PrivateEngine.run("umount", "--lazy", disk.toString());
    }
    assertThat(rows(here)).isEqualTo(ROWS);
  }

  @Test
  @Order(3)
  void a_cut_file_and_a_wrong_password_are_refused_before_anything_is_touched() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    Path cut = Files.write(directory.resolve("cut"), Arrays.copyOf(whole, whole.length - 100));

    Installation.Result damaged = imports(cut);

    assertThat(damaged.code()).isEqualTo(1);
    assertThat(damaged.err()).contains("cut short, or was changed");
    nothingIsThere();

    Path wrong = Files.writeString(directory.resolve("wrong"), "not the password");
    Installation.Result closed =
        there.stead("import", file.toString(), "--password-file", wrong.toString());
    assertThat(closed.code()).isEqualTo(2);
    assertThat(closed.err()).contains("password does not open");
    nothingIsThere();
  }

  @Test
  @Order(4)
  void Promise_the_other_installation_has_the_same_app_with_the_image_of_the_file()
      throws IOException {
    String id = imageOf(here);
    String tag = here.engine.image(id).orElseThrow().tags().getFirst();
    here.stead("remove", "hello", "--purge", "--yes").ok();
    here.engine.removeImage(tag);
    assertThat(there.engine.image(id)).as("the image").isEmpty();

    Installation.Result imported = imports(file).ok();

    System.err.println("parcel: imported in " + imported.took().toSeconds() + " s");
    assertThat(imported.err()).doesNotContain("building");
    assertThat(imageOf(there)).isEqualTo(id);
    image = tag;
    assertThat(rows(there)).isEqualTo(ROWS);
    assertThat(there.web(HOST).get("/uploads/" + upload).body()).isEqualTo("kept");
    Installation.Result plan = there.stead("plan");
    assertThat(plan.code()).as(plan.out()).isZero();
    assertThat(there.home.resolve("staging/.parcel-hello")).doesNotExist();
    there.stead("backup", "hello").ok();

    Installation.Result twice = imports(file);
    assertThat(twice.code()).isEqualTo(2);
    assertThat(twice.err()).contains("hello");
    assertThat(rows(there)).isEqualTo(ROWS);
  }

  @Test
  @Tag("slow")
  @Order(5)
  void an_import_that_fails_half_way_leaves_nothing_not_even_its_images() throws IOException {
    there.stead("remove", "hello", "--purge", "--yes").ok();
    there.engine.removeImage(image);
    assertThat(there.engine.image(image)).as("the image").isEmpty();
    Path recipe = there.home.resolve("recipes/hello/recipe.yaml");
    Files.writeString(recipe, "title: [this is no recipe\n");

    Installation.Result failed = imports(file);

    assertThat(failed.code()).isNotZero();
    assertThat(failed.err()).contains("recipe.yaml");
    nothingIsThere();
    assertThat(there.engine.image(image)).as("the image").isEmpty();
  }
}
