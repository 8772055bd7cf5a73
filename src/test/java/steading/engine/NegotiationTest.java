package steading.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.engine.EngineException.Reason;

class NegotiationTest {
  @TempDir Path directory;

  @Test
  void theNewestVersionOfBothIsSpoken() {
    assertThat(negotiate("1.12", "1.41")).isEqualTo("1.41");
    assertThat(negotiate("1.44", "1.99")).isEqualTo(ApiVersion.NEWEST.toString());
  }

  @Test
  void withoutACommonVersionBothRangesAreNamed() {
    assertThatThrownBy(() -> negotiate("1.12", "1.40"))
        .hasMessageContaining("1.12 to 1.40")
        .hasMessageContaining("1.41 to 1.52");
    assertThatThrownBy(() -> negotiate("1.60", "1.70")).hasMessageContaining("1.60 to 1.70");
  }

  @Test
  void theArgumentWinsOverTheEnvironmentAndThatOverTheUsualSocket() {
    Map<String, String> environment = Map.of("DOCKER_HOST", "tcp://engine.example:2376");
    assertThat(EngineAddress.find("unix:///a.sock", environment).uri()).hasPath("/a.sock");
    assertThat(EngineAddress.find(null, environment).uri()).hasHost("engine.example");
    assertThat(EngineAddress.find(null, Map.of()).uri()).hasToString(EngineAddress.USUAL);
    assertThat(
            EngineAddress.find(
                    null,
                    Map.of(
                        "DOCKER_HOST", "tcp://e:1",
                        "DOCKER_TLS_VERIFY", "1",
                        "DOCKER_CERT_PATH", "/certs"))
                .certificates())
        .isEqualTo(Path.of("/certs"));
  }

  @Test
  void failuresAreToldApartByStatusFirst() {
    assertThat(Failures.reason(404, "port is already allocated")).isEqualTo(Reason.NOT_FOUND);
    assertThat(Failures.reason(409, "in use")).isEqualTo(Reason.CONFLICT);
    assertThat(Failures.reason(401, "")).isEqualTo(Reason.DENIED);
    assertThat(Failures.reason(500, "Bind for 0.0.0.0:80 failed: port is already allocated"))
        .isEqualTo(Reason.PORT_TAKEN);
    assertThat(Failures.reason(500, "write /x: no space left on device"))
        .isEqualTo(Reason.NO_SPACE);
    assertThat(Failures.reason(500, "anything")).isEqualTo(Reason.FAILED);
  }

  @Test
  void namesThatWouldLeaveTheirPlaceInAPathAreRefused() {
    for (String name : new String[] {"", "..", "a/../b", "/a"}) {
      assertThatThrownBy(() -> Call.get("/containers/{}/json", name))
          .as(name)
          .isInstanceOf(EngineException.class);
    }
    assertThat(Call.get("/containers/{}/json", "a?b#c d").target())
        .isEqualTo("/containers/a%3Fb%23c%20d/json");
  }

  @Test
  void referencesAreSplitAsTheRegistryWantsThem() {
    assertThat(Reference.parse("debian")).isEqualTo(new Reference("debian", "latest"));
    assertThat(Reference.parse("host:5000/a/b"))
        .isEqualTo(new Reference("host:5000/a/b", "latest"));
    assertThat(Reference.parse("host:5000/a:1@sha256:ab"))
        .isEqualTo(new Reference("host:5000/a", "sha256:ab"));
    assertThat(Reference.parse("host:5000/a:1").registry()).isEqualTo("host:5000");
    assertThat(Reference.parse("library/debian").registry()).isEqualTo(Reference.OFFICIAL);
  }

  @Test
  void loginsComeFromThePersonsDockerConfiguration() throws IOException {
    String login =
        Base64.getEncoder().encodeToString("me:pass:word".getBytes(StandardCharsets.UTF_8));
    Files.writeString(
        directory.resolve("config.json"),
        """
        {"auths": {"https://reg.example/v2/": {"auth": "%s"}, "kept.example": {}},
         "credsStore": "pass", "credHelpers": {"cloud.example": "ecr-login"}}
        """
            .formatted(login));
    Credentials credentials = Credentials.of(Map.of("DOCKER_CONFIG", directory.toString()));

    byte[] header = Base64.getUrlDecoder().decode(credentials.header("reg.example").orElseThrow());
    assertThat(Json.parse(header).path("password").asText()).isEqualTo("pass:word");
    assertThat(credentials.header("other.example")).isEmpty();
    assertThatThrownBy(() -> credentials.header("kept.example")).hasMessageContaining("\"pass\"");
    assertThatThrownBy(() -> credentials.header("cloud.example"))
        .hasMessageContaining("\"ecr-login\"");
    assertThat(Credentials.of(Map.of("DOCKER_CONFIG", "/nowhere")).header("x.example")).isEmpty();
  }

  @Test
  void aBrokenConfigurationIsNotQuoted() throws IOException {
    Files.writeString(directory.resolve("config.json"), "{\"auths\": hunter2");

    assertThatThrownBy(
            () -> Credentials.of(Map.of("DOCKER_CONFIG", directory.toString())).header("x.example"))
        .hasMessageContaining("is broken")
        .hasNoCause()
        .message()
        .doesNotContain("hunter2");
  }

  private static String negotiate(String oldest, String newest) {
    return ApiVersion.negotiate(ApiVersion.parse(oldest), ApiVersion.parse(newest)).toString();
  }
}
