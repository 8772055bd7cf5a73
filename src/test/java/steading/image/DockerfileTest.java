package steading.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerfileTest {
  private static final String TWO_STAGES =
      """
      # A comment
      ARG BASE=debian:13-slim TAG="17"
      ARG DB=postgres:${TAG}
      FROM --platform=linux/amd64 ${BASE} AS Build
      ARG BASE=not-this
      RUN echo "FROM nothing:1" \\
        # a comment inside
        && true

      FROM build as again
      FROM $DB
      COPY --from=build /a /a
      COPY --chown=1:1 --from=nginx:1.27 \\
        /b /b
      COPY --from=0 /c /c
      FROM scratch
      """;

  @Test
  void imagesFromOutsideAreFoundAndStagesAreNot() {
    assertThat(Dockerfile.parse(TWO_STAGES, Map.of()).uses())
        .containsExactly(
            new Dockerfile.Use("debian:13-slim", 4),
            new Dockerfile.Use("postgres:17", 11),
            new Dockerfile.Use("nginx:1.27", 13));
  }

  @Test
  void argumentsOfTheBuildWinOverDefaults() {
    assertThat(Dockerfile.parse(TWO_STAGES, Map.of("BASE", "debian:12", "TAG", "15")).uses())
        .extracting(Dockerfile.Use::image)
        .startsWith("debian:12", "postgres:15");
  }

  @Test
  void onlyTheNamesOfImagesAreReplaced() {
    String text =
        Dockerfile.parse(TWO_STAGES, Map.of())
            .with(
                Map.of(
                    "debian:13-slim", "steading/debian:13-slim",
                    "postgres:17", "steading/postgres:17-0123",
                    "nginx:1.27", "steading/nginx:1.27-4567"));

    assertThat(text)
        .contains("FROM --platform=linux/amd64 steading/debian:13-slim AS Build\n")
        .contains("FROM steading/postgres:17-0123\n")
        .contains("COPY --chown=1:1 --from=steading/nginx:1.27-4567   /b /b\n")
        .contains("RUN echo \"FROM nothing:1\" \\\n  # a comment inside\n  && true\n")
        .contains("COPY --from=build /a /a\n")
        .endsWith("FROM scratch\n");
  }

  @Test
  void withoutReplacementsTheTextStaysAsItIs() {
    assertThat(Dockerfile.parse(TWO_STAGES, Map.of()).with(Map.of())).isEqualTo(TWO_STAGES);
  }

  @ParameterizedTest
  @CsvSource({
    "FROM ${X:-debian:12}, debian:12",
    "FROM debian:${X:+no}13, debian:13",
    "from debian:13, debian:13",
    "'FROM \"debian:13\"', debian:13",
  })
  void variablesHaveDefaults(String line, String image) {
    assertThat(Dockerfile.parse(line, Map.of()).uses())
        .extracting(Dockerfile.Use::image)
        .containsExactly(image);
  }

  @Test
  void hereDocumentsAndOtherEscapesAreSteppedOver() {
    String text =
        """
        # escape=`
        FROM debian:13 `
          AS one
        RUN <<EOF
        FROM not:this
        EOF
        RUN cat <<NOWHERE
        FROM nginx:1
        """;

    assertThat(Dockerfile.parse(text, Map.of()).uses())
        .containsExactly(new Dockerfile.Use("debian:13", 2), new Dockerfile.Use("nginx:1", 8));
  }

  @Test
  void stepsAreCountedAsTheBuilderDoes() {
    Dockerfile dockerfile = Dockerfile.parse(TWO_STAGES, Map.of());

    assertThat(dockerfile.lineOfStep(1)).isEqualTo(2);
    assertThat(dockerfile.lineOfStep(5)).isEqualTo(6);
    assertThat(dockerfile.lineOfStep(6)).isEqualTo(10);
    assertThat(dockerfile.lineOfStep(99)).isZero();
  }
}
