package steading.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import steading.compose.Confinement;
import steading.compose.Lifecycle;
import steading.compose.Program;
import steading.compose.Service;
import steading.compose.Storage;
import steading.compose.Wiring;

class TranslationTest {
  private static final Service PLAIN = Service.of("web", "image");

  @Test
  void logsAreBoundedUnlessTheServiceSaysOtherwise() {
    assertThat(body(PLAIN).at("/HostConfig/LogConfig").toString())
        .contains("json-file", "\"max-size\":\"10m\"", "\"max-file\":\"3\"");
    assertThat(
            body(PLAIN.withConfinement(confinement(new Confinement.Logging("none", Map.of()))))
                .at("/HostConfig/LogConfig/Type")
                .asText())
        .isEqualTo("none");
  }

  @Test
  void rightsAndLimitsReachTheEngine() {
    JsonNode host = body(PLAIN.withConfinement(confinement(null))).path("HostConfig");

    assertThat(host.path("ReadonlyRootfs").asBoolean()).isTrue();
    assertThat(host.path("CapAdd").toString()).isEqualTo("[\"CHOWN\"]");
    assertThat(host.path("CapDrop").toString()).isEqualTo("[\"ALL\"]");
    assertThat(host.path("SecurityOpt").toString()).isEqualTo("[\"no-new-privileges=true\"]");
    assertThat(host.at("/Devices/0").toString())
        .isEqualTo(
            "{\"PathOnHost\":\"/dev/fuse\",\"PathInContainer\":\"/dev/fuse\",\"CgroupPermissions\":\"rwm\"}");
    assertThat(host.path("PidMode").asText()).isEqualTo("host");
    assertThat(host.at("/Sysctls/net.core.somaxconn").asText()).isEqualTo("512");
    assertThat(host.at("/Ulimits/0").toString())
        .isEqualTo("{\"Name\":\"nofile\",\"Soft\":1024,\"Hard\":2048}");
    assertThat(host.path("NanoCpus").asLong()).isEqualTo(1_500_000_000L);
    assertThat(host.path("Memory").asLong()).isEqualTo(64 << 20);
    assertThat(host.path("PidsLimit").asLong()).isEqualTo(100);
    assertThat(host.path("ShmSize").asLong()).isEqualTo(1 << 20);
    assertThat(host.path("GroupAdd").toString()).isEqualTo("[\"999\"]");
  }

  @Test
  void lifeIsTranslatedInTheEnginesUnits() {
    Lifecycle.Healthcheck check =
        new Lifecycle.Healthcheck(
            List.of("CMD", "true"),
            Duration.ofSeconds(5),
            Duration.ofMillis(1500),
            null,
            Duration.ofSeconds(1),
            4);
    Service service =
        PLAIN.withLifecycle(
            new Lifecycle(
                Map.of(),
                check,
                new Lifecycle.Restart("on-failure", 5),
                "SIGQUIT",
                Duration.ofMillis(1500)));

    JsonNode body = body(service);
    assertThat(body.path("Healthcheck").toString())
        .isEqualTo(
            "{\"Test\":[\"CMD\",\"true\"],\"Interval\":5000000000,\"Timeout\":1500000000,\"Retries\":4}");
    assertThat(body.path("StopSignal").asText()).isEqualTo("SIGQUIT");
    assertThat(body.path("StopTimeout").asInt()).isEqualTo(2);
    assertThat(body.at("/HostConfig/RestartPolicy").toString())
        .isEqualTo("{\"Name\":\"on-failure\",\"MaximumRetryCount\":5}");
    assertThat(translate(spec(service), new ApiVersion(1, 44)).at("/Healthcheck/StartInterval"))
        .hasToString("1000000000");
  }

  @Test
  void portsKeepAddressProtocolAndTheEnginesChoice() {
    Wiring wiring =
        new Wiring(
            Map.of(),
            List.of(
                new Wiring.Port("127.0.0.1", 8080, 80, "tcp"),
                new Wiring.Port(null, null, 53, "udp")),
            List.of("9000-9001", "514/udp"),
            "box",
            null,
            List.of("db=10.0.0.1", "six:::1"),
            List.of("10.0.0.2"),
            List.of("lan"));

    JsonNode body = body(PLAIN.withWiring(wiring));
    assertThat(body.at("/HostConfig/PortBindings").toString())
        .isEqualTo(
            "{\"80/tcp\":[{\"HostIp\":\"127.0.0.1\",\"HostPort\":\"8080\"}],"
                + "\"53/udp\":[{\"HostIp\":\"\",\"HostPort\":\"\"}]}");
    assertThat(Json.strings(body.path("ExposedPorts")).keySet())
        .containsExactly("9000/tcp", "9001/tcp", "514/udp", "80/tcp", "53/udp");
    assertThat(body.at("/HostConfig/ExtraHosts").toString())
        .isEqualTo("[\"db:10.0.0.1\",\"six:::1\"]");
    assertThat(body.path("Hostname").asText()).isEqualTo("box");
  }

  @Test
  void aSubpathIsRefusedWhereTheEngineWouldIgnoreIt() {
    Storage.Mount mount = new Storage.Mount(Storage.Kind.VOLUME, null, "/data", false, 0, "sub");
    Service service = PLAIN.withStorage(new Storage(List.of(mount), List.of(), List.of()));

    assertThatThrownBy(() -> body(service)).hasMessageContaining("needs Engine 26");
  }

  @Test
  void theEnvironmentAndTheProgramAreTheServices() {
    Program program =
        new Program(List.of("/run"), null, Map.of("A", "1"), "web", "/data", true, true, true);

    JsonNode body = body(PLAIN.withProgram(program));
    assertThat(body.path("Entrypoint").toString()).isEqualTo("[\"/run\"]");
    assertThat(body.has("Cmd")).isFalse();
    assertThat(body.path("Env").toString()).isEqualTo("[\"A=1\"]");
    assertThat(body.at("/HostConfig/Init").asBoolean()).isTrue();
  }

  private static Confinement confinement(Confinement.Logging logging) {
    return new Confinement(
        false,
        true,
        List.of("CHOWN"),
        List.of("ALL"),
        List.of("no-new-privileges:true"),
        List.of("/dev/fuse"),
        Map.of("pid", "host"),
        Map.of("net.core.somaxconn", "512"),
        Map.of("nofile", new Confinement.Ulimit(1024, 2048)),
        List.of("999"),
        1.5,
        64 << 20,
        100,
        1 << 20,
        logging);
  }

  private static JsonNode body(Service service) {
    return translate(spec(service), ApiVersion.OLDEST);
  }

  private static JsonNode translate(ContainerSpec spec, ApiVersion version) {
    return new SpecTranslation(spec, version).body();
  }

  private static ContainerSpec spec(Service service) {
    return new ContainerSpec(
        "web-1", "image", service, Map.of(), Map.of(), Map.of(), List.of(), List.of());
  }
}
