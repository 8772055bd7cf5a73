package steading.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.problem.ProblemException;

class ServiceImagesTest {
  @TempDir Path temporary;

  private Path directory = Path.of("");

  @BeforeEach
  void describeAnImage() throws IOException {
    directory = temporary.resolve("images");
    Files.createDirectories(directory.resolve("postgres"));
    describe(
        """
        name: postgres
        summary: A database
        versions:
          "17": { base: "debian:13-slim", args: { PG_MAJOR: "17" } }
          "15": { base: "debian:12-slim" }
        default: "17"
        """);
  }

  @Test
  void listedTagsOfOfficialNamesAreFound() {
    ServiceImages images = new ServiceImages(directory);

    assertThat(images.find(Reference.parse("docker.io/library/postgres:17")))
        .hasValue(
            new ServiceImages.Recipe(
                "postgres",
                "17",
                directory.resolve("postgres"),
                Map.of("BASE", "debian:13-slim", "PG_MAJOR", "17")));
    assertThat(images.find(Reference.parse("postgres")).map(ServiceImages.Recipe::tag))
        .hasValue("17");
    assertThat(images.find(Reference.parse("postgres:17-alpine"))).isEmpty();
    assertThat(images.find(Reference.parse("registry.example/postgres:17"))).isEmpty();
    assertThat(images.find(Reference.parse("team/postgres:17"))).isEmpty();
    assertThat(images.find(Reference.parse("redis:8"))).isEmpty();
    assertThat(images.known()).containsExactly("postgres:15", "postgres:17");
    assertThat(new ServiceImages(Path.of("/none")).known()).isEmpty();
  }

  @Test
  void aChangeToAnImageChangesWhatIsBuiltOnItAndNothingElse() throws IOException {
    Files.writeString(directory.resolve("postgres/Dockerfile"), "FROM debian:13-slim\n");
    Path onTop = directory.resolveSibling("on-top");
    Files.createDirectory(onTop);
    Files.writeString(onTop.resolve("Dockerfile"), "ARG OF=17\nFROM postgres:${OF} AS data\n");
    Path beside = directory.resolveSibling("beside");
    Files.createDirectory(beside);
    Files.writeString(beside.resolve("Dockerfile"), "FROM debian:13\n");
    String topBefore = hash(onTop);
    String besideBefore = hash(beside);

    Files.writeString(directory.resolve("postgres/entrypoint"), "changed\n");

    assertThat(hash(onTop)).isNotEqualTo(topBefore);
    assertThat(hash(beside)).isEqualTo(besideBefore);
  }

  @Test
  void imagesThatStandOnEachOtherHaveAHashAndTheBuildTellsTheCircle() throws IOException {
    Files.writeString(directory.resolve("postgres/Dockerfile"), "FROM postgres:15\n");

    assertThat(hash(directory.resolve("postgres"))).matches("[0-9a-f]{12}");
  }

  private String hash(Path context) {
    Sources sources = new Sources(new ServiceImages(directory));
    return sources.hash(sources.read(context, "Dockerfile"), Map.of(), "");
  }

  @Test
  void everyMistakeInADescriptionIsReported() throws IOException {
    describe("name: postgres\nversions: { \"17\": { bass: x } }\n");

    assertThatThrownBy(() -> new ServiceImages(directory).find(Reference.parse("postgres:17")))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problems()).hasSizeGreaterThan(2));
  }

  private void describe(String text) throws IOException {
    Files.writeString(directory.resolve("postgres/image.yaml"), text);
  }
}
