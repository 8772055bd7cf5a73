package steading.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import steading.problem.ProblemException;

class ReferenceTest {
  private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

  @ParameterizedTest
  @CsvSource({
    "postgres:17, docker.io, library/postgres, 17, postgres:17",
    "postgres, docker.io, library/postgres, latest, postgres:latest",
    "docker.io/library/postgres:17, docker.io, library/postgres, 17, postgres:17",
    "pretix/standalone:stable, docker.io, pretix/standalone, stable, pretix/standalone:stable",
    "localhost/app:1, localhost, app, 1, localhost/app:1",
    "127.0.0.1:5000/team/app, 127.0.0.1:5000, team/app, latest, 127.0.0.1:5000/team/app:latest",
    "registry.example/a/b.c__d-e:V_1.x, registry.example, a/b.c__d-e, V_1.x, registry.example/a/b.c__d-e:V_1.x",
  })
  void referencesAreNormalised(
      String text, String host, String repository, String tag, String familiar) {
    Reference reference = Reference.parse(text);

    assertThat(reference).isEqualTo(new Reference(host, repository, tag, null));
    assertThat(reference.familiar()).isEqualTo(familiar);
  }

  @Test
  void aDigestDecidesAndTheTagIsDropped() {
    Reference reference = Reference.parse("postgres:17@" + DIGEST);

    assertThat(reference.digest()).isEqualTo(DIGEST);
    assertThat(reference.pinned(DIGEST)).isEqualTo("postgres@" + DIGEST);
    assertThat(Reference.parse("postgres@" + DIGEST).tag()).isNull();
  }

  @Test
  void onlyTheOfficialImagesOfTheOfficialRegistryAreOfficial() {
    assertThat(Reference.parse("postgres:17").official()).isTrue();
    assertThat(Reference.parse("me/postgres:17").official()).isFalse();
    assertThat(Reference.parse("localhost:5000/library/postgres:17").official()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "Postgres:17",
        "postgres:",
        "postgres:17 ",
        "postgres::17",
        "a//b",
        "/a",
        "a/",
        "a:b:c",
        "$(touch x)",
        "a;b",
        "`id`",
        "a\nb",
        "a\u0000b",
        "../../etc/passwd",
        "http://registry/x:1",
        "-v",
        "--privileged",
        "${TAG}",
        "p\u043estgres:17",
        "postgres@sha256:123",
        "postgres@md5:0123456789abcdef",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "-host.example/x:1",
      })
  void hostileTextIsRefusedWithoutEchoingControlCharacters(String text) {
    assertThatThrownBy(() -> Reference.parse(text))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problems().getFirst().code()).isEqualTo("image.bad-reference");
              assertThat(e.getMessage()).doesNotContainPattern("\\p{Cntrl}");
            });
  }

  @Test
  void hugeTextIsRefusedAndQuotedShortened() {
    assertThatThrownBy(() -> Reference.parse("a".repeat(1_000_000)))
        .isInstanceOf(ProblemException.class)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400).contains("…"));
  }
}
