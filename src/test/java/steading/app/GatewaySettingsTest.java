package steading.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.app.GatewaySettings.Behind;
import steading.problem.Problem;
import steading.problem.Problems;

class GatewaySettingsTest {
  @TempDir Path directory;

  @Test
  void withoutAWordAllIsUsual() throws Exception {
    assertThat(read("http-port: 8080\n", new Problems())).isEqualTo(GatewaySettings.USUAL);
  }

  @Test
  void everySettingIsRead() throws Exception {
    Problems problems = new Problems();
    GatewaySettings settings =
        read(
            """
            gateway:
              addresses: [127.0.0.1, "::1"]
              access-log: true
              behind: {from: [host, 10.0.0.0/8], https-port: 8443}
              limits:
                connections: 50
                connection-rate: off
                request-rate: 20
                header-time: 3s
                body-time: 4s
                url: 2k
                headers: 4k
                body: off
            """,
            problems);
    problems.raiseIfAny();
    assertThat(settings)
        .isEqualTo(
            new GatewaySettings(
                List.of("127.0.0.1", "::1"),
                new Behind(List.of("host", "10.0.0.0/8"), false, false, 8443),
                new GatewaySettings.Limits(
                    50, 0, 20, Duration.ofSeconds(3), Duration.ofSeconds(4), 2048, 4096, 0),
                true));
    assertThat(settings.plain()).isTrue();
  }

  @Test
  void everyMistakeIsToldWithItsPlace() throws Exception {
    Problems problems = new Problems();
    read(
        """
        gateway:
          addresses: [eth0]
          behind: {from: [], tls: true, https-port: 0}
          limits: {connections: 0, header-time: 2h, url: 1m, headers: 1, speed: 3}
        """,
        problems);
    assertThat(problems.list()).hasSize(9).allSatisfy(p -> assertThat(p.place()).isNotNull());
    assertThat(problems.list().stream().map(Problem::code))
        .contains("home.bad-address", "home.no-front", "home.deaf-front", "home.bad-port")
        .contains("home.bad-limit", "yaml.unknown-key");
  }

  private GatewaySettings read(String text, Problems problems) throws Exception {
    Files.write(directory.resolve("steading.yaml"), text.getBytes(StandardCharsets.UTF_8));
    return HomeSettings.read(directory, Map.of(), problems).gateway();
  }
}
