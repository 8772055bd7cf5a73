package steading.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rarely used names, and a container's place in its networks. */
class EndpointTest {
  @TempDir Path directory;
  private Loading loading;

  @BeforeEach
  void start() {
    loading = new Loading(directory);
  }

  private Wiring wiring(String keys) {
    return loading
        .web(keys)
        .compose("services: {db: {image: x}}\nnetworks: {a: , b: }")
        .service()
        .wiring();
  }

  @Test
  void names() {
    Wiring.Names names =
        wiring(
                """
                domainname: example.org
                dns_opt: [ndots:2]
                links: [db, "db:database"]
                external_links: [other_1, "other_2:two"]
                """)
            .names();
    assertThat(names)
        .isEqualTo(
            new Wiring.Names(
                "example.org",
                List.of("ndots:2"),
                List.of(new Wiring.Link("db", "db"), new Wiring.Link("db", "database")),
                List.of(new Wiring.Link("other_1", "other_1"), new Wiring.Link("other_2", "two"))));
  }

  @Test
  void theContainersNameIsOneThatOtherServicesKnow() {
    Wiring wiring = wiring("container_name: shop_web\nnetworks: {a: {aliases: [www]}, b: }\n");

    assertThat(wiring.networks().get("a").aliases()).containsExactly("www", "shop_web");
    assertThat(wiring.networks().get("b").aliases()).containsExactly("shop_web");
    assertThat(loading.warnings.list().stream().map(Loading::brief))
        .containsExactly("4:21 compose.container-name");
  }

  @Test
  void aPlaceInANetwork() {
    Wiring.Attachment place =
        wiring(
                """
                networks:
                  a:
                    priority: 7
                    gw_priority: 2
                    interface_name: eth7
                    mac_address: 02:42:ac:11:00:01
                    link_local_ips: [169.254.1.1]
                    driver_opts: {k: v}
                """)
            .networks()
            .get("a");
    assertThat(Objects.requireNonNull(place).priority()).isEqualTo(7);
    assertThat(place.endpoint())
        .isEqualTo(
            new Wiring.Endpoint(
                List.of("169.254.1.1"), "02:42:ac:11:00:01", Map.of("k", "v"), 2, "eth7"));
  }

  @Test
  void theNetworkOfHighestPriorityComesFirstAndHasTheServicesAddress() {
    Wiring asked =
        wiring("mac_address: 02:42:ac:11:00:01\nnetworks: {a: {priority: 1}, b: {priority: 9}}");
    assertThat(asked.attachments().keySet()).containsExactly("b", "a");
    assertThat(asked.attachments().values().iterator().next().endpoint().mac())
        .isEqualTo("02:42:ac:11:00:01");
  }

  @Test
  void aPortMayBeChosenFromARange() {
    assertThat(wiring("ports: [{target: 80, published: 8000-8010, mode: host, name: web}]").ports())
        .containsExactly(new Wiring.Port(null, 8000, 8010, 80, "tcp"));
  }

  @Test
  void whoIsSharedWithIsStartedFirst() {
    Map<String, Lifecycle.Dependency> needs =
        loading
            .web("network_mode: service:a\nipc: service:b\nvolumes_from: [c]\nlinks: [\"d:x\"]")
            .compose("services: {a: {image: x}, b: {image: x}, c: {image: x}, d: {image: x}}")
            .service()
            .lifecycle()
            .dependsOn();
    assertThat(needs.keySet()).containsExactlyInAnyOrder("a", "b", "c", "d");
    assertThat(needs.get("a"))
        .isEqualTo(new Lifecycle.Dependency(Lifecycle.Condition.STARTED, true, true));
    assertThat(Objects.requireNonNull(needs.get("c")).restart()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "links: [gone]|4:13 compose.undefined",
        "links: [\"a:b:c\"]|4:12 compose.link",
        "volumes_from: [gone]|4:20 compose.undefined",
        "volumes_from: [\"db:rx\"]|4:19 compose.volume",
        "network_mode: service:gone|4:19 compose.undefined",
        "mac_address: nonsense|4:18 compose.address",
        "ports: [{target: 80, published: 90-80}]|4:37 compose.port",
        "ports: [{target: 80-81}]|4:22 yaml.type",
        "ports: [{target: 80, mode: far}]|4:32 compose.choice"
      })
  void mistakesHaveTheirPlace(String keys, String problem) {
    loading.web(keys).compose("services: {db: {image: x}}");
    loading.project();
    assertThat(loading.problems.list().stream().map(Loading::brief)).contains(problem);
  }
}
