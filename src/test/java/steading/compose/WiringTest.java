package steading.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WiringTest {
  @TempDir Path directory;
  private Loading loading;

  @BeforeEach
  void start() {
    loading = new Loading(directory);
  }

  private List<Wiring.Port> ports(String ports) {
    return new Loading(directory).web("ports: " + ports).service().wiring().ports();
  }

  @Test
  void portsHaveManyForms() {
    assertThat(ports("[80]")).containsExactly(new Wiring.Port(null, null, 80, "tcp"));
    assertThat(ports("[\"8080:80\"]")).containsExactly(new Wiring.Port(null, 8080, 80, "tcp"));
    assertThat(ports("[\"127.0.0.1:53:54/udp\"]"))
        .containsExactly(new Wiring.Port("127.0.0.1", 53, 54, "udp"));
    assertThat(ports("[\"[::1]:80:81\"]")).containsExactly(new Wiring.Port("::1", 80, 81, "tcp"));
    assertThat(ports("[\"127.0.0.1::80\"]"))
        .containsExactly(new Wiring.Port("127.0.0.1", null, 80, "tcp"));
    assertThat(ports("[\"9000-9001:90-91\"]"))
        .containsExactly(
            new Wiring.Port(null, 9000, 90, "tcp"), new Wiring.Port(null, 9001, 91, "tcp"));
    assertThat(
            ports(
                "[{target: 80, published: \"8080\", host_ip: 1.2.3.4, protocol: udp, mode: host}]"))
        .containsExactly(new Wiring.Port("1.2.3.4", 8080, 80, "udp"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "0", "70000", "8080:", "80:x", "2-1", "1-5:1-3", "1-60000", "80/"})
  void whatIsNoPortIsAProblem(String port) {
    assertThat(loading.web("ports:\n  - \"" + port + "\"").problem()).isEqualTo("5:9 compose.port");
  }

  @Test
  void longPortsAreCheckedToo() {
    assertThat(loading.web("ports: [{target: 99999}]").problem()).isEqualTo("4:22 compose.port");
    assertThat(new Loading(directory).web("ports: [{published: 1}]").problem())
        .isEqualTo("4:13 yaml.missing-key");
  }

  @Test
  void aServiceWithoutNetworksJoinsTheDefaultOne() {
    Project project = loading.web("").project();
    assertThat(project.services().get("web").wiring().networks()).containsOnlyKeys("default");
    assertThat(project.networks()).containsOnlyKeys("default");
  }

  @Test
  void networksAreAListOrAMapping() {
    Project project =
        loading
            .compose(
                """
                services:
                  a: {image: x, networks: [back]}
                  b:
                    image: x
                    networks: {back: {aliases: [db], ipv4_address: 10.0.0.2}, front: }
                networks: {back: , front: {internal: true}}
                """)
            .project();
    assertThat(loading.problems.list()).isEmpty();
    assertThat(project.services().get("a").wiring().networks()).containsOnlyKeys("back");
    assertThat(project.services().get("b").wiring().networks().get("back"))
        .isEqualTo(new Wiring.Attachment(List.of("db"), "10.0.0.2", null));
    assertThat(project.networks()).containsOnlyKeys("back", "front");
  }

  @Test
  void anUndefinedNetworkIsAProblemWithASuggestion() {
    loading.compose("services: {a: {image: x, networks: [bakc]}}\nnetworks: {back: }");
    assertThat(loading.problem()).isEqualTo("1:37 compose.undefined");
    assertThat(loading.problems.list().getFirst().fix()).isEqualTo("did you mean \"back\"?");
  }

  @Test
  void networkModeExcludesNetworks() {
    loading.compose(
        "services: {a: {image: x, network_mode: none, networks: [n]}}\nnetworks: {n: }");
    assertThat(loading.problem()).isEqualTo("1:40 compose.conflict");
  }

  @Test
  void hostsAreAListOrAMapping() {
    assertThat(
            loading
                .web("extra_hosts: [\"a:1.2.3.4\", \"b=::1\", \"c=[::2]\"]")
                .service()
                .wiring()
                .extraHosts())
        .containsExactly("a:1.2.3.4", "b:::1", "c:::2");
    assertThat(
            new Loading(directory)
                .web("extra_hosts: {a: 1.2.3.4, b: [1.1.1.1, 2.2.2.2]}")
                .service()
                .wiring()
                .extraHosts())
        .containsExactly("a:1.2.3.4", "b:1.1.1.1", "b:2.2.2.2");
  }

  @Test
  void dnsAndExposeAndHostname() {
    Wiring wiring =
        loading
            .web("dns: 1.1.1.1\ndns_search: [a.example]\nexpose: [80, \"53/udp\"]\nhostname: h")
            .service()
            .wiring();
    assertThat(wiring.dns()).containsExactly("1.1.1.1");
    assertThat(wiring.dnsSearch()).containsExactly("a.example");
    assertThat(wiring.expose()).containsExactly("80", "53/udp");
    assertThat(wiring.hostname()).isEqualTo("h");
  }
}
