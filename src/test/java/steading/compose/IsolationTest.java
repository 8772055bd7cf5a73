package steading.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import steading.compose.Storage.Kind;
import steading.compose.Storage.Mount;
import steading.compose.Wiring.Attachment;
import steading.compose.Wiring.Port;

class IsolationTest {
  private static final Path OWN = Path.of("/home/scratch");

  @Test
  void networks_and_volumes_of_a_copy_are_others_than_the_apps() {
    Network front =
        new Network(
            "front",
            "company",
            true,
            "macvlan",
            Map.of("parent", "eth0"),
            false,
            false,
            true,
            List.of(new Network.Pool("10.9.0.0/24", null, null)),
            Map.of());
    Volume data = new Volume("data", "live-data", true, "nfs", Map.of("device", ":/x"), Map.of());

    Project cut = Isolation.of(project(Wiring.DEFAULT, Storage.NONE, front, data), OWN);

    Network network = cut.networks().get("front");
    assertThat(network.internal()).isTrue();
    assertThat(network.external()).isFalse();
    assertThat(network.explicitName()).isNull();
    assertThat(network.driver()).isNull();
    assertThat(network.pools()).isEmpty();
    assertThat(cut.volumes()).containsEntry("data", Volume.plain("data"));
  }

  @Test
  void a_copy_publishes_nothing_and_has_no_directory_of_the_host() {
    Wiring wiring =
        new Wiring(
            Map.of("front", new Attachment(List.of("shop"), "10.9.0.7", null)),
            List.of(new Port(null, 8080, 80, "tcp")),
            List.of(),
            null,
            null,
            List.of(),
            List.of("10.0.0.53"),
            List.of());
    Storage storage =
        new Storage(
            List.of(
                new Mount(Kind.VOLUME, "data", "/data", false, 0, null),
                new Mount(Kind.BIND, "/srv/media", "/media", false, 0, null),
                new Mount(Kind.BIND, "/home/scratch/apps/x/conf", "/conf", false, 0, null)),
            List.of(),
            List.of());
    Project app = project(wiring, storage, Network.of("front"), Volume.plain("data"));

    Service copy = Isolation.of(app, OWN).services().get("web");

    assertThat(copy.wiring().ports()).isEmpty();
    assertThat(copy.wiring().networks().get("front").ipv4()).isNull();
    assertThat(copy.wiring().networks().get("front").aliases()).containsExactly("shop");
    assertThat(copy.storage().mounts())
        .extracting(Mount::kind)
        .containsExactly(Kind.VOLUME, Kind.TMPFS, Kind.BIND);
  }

  private static Project project(Wiring wiring, Storage storage, Network front, Volume data) {
    return new Project(
        "shop",
        Map.of("web", Service.of("web", "shop:1").withWiring(wiring).withStorage(storage)),
        Map.of("front", front),
        Map.of("data", data),
        Map.of(),
        Map.of(),
        new Origin(Path.of("/recipes/shop"), Map.of(), Map.of(), List.of()));
  }

  @Test
  void a_service_in_the_networks_of_the_host_gets_one_of_its_own() {
    Wiring host =
        new Wiring(Map.of(), List.of(), List.of(), null, "host", List.of(), List.of(), List.of());
    Project project =
        new Project(
            "shop",
            Map.of("web", Service.of("web", "shop:1").withWiring(host)),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of());

    Project cut = Isolation.of(project, OWN);

    assertThat(cut.services().get("web").wiring().networkMode()).isNull();
    assertThat(cut.networks().get("default").internal()).isTrue();
  }

  @Test
  void an_app_with_powers_over_the_host_has_no_copies() {
    assertThat(Isolation.refusals("shop", Set.of("publish=80", "host-mount=/srv"))).isEmpty();
    assertThat(Isolation.refusals("shop", Set.of("engine-socket=web")).getFirst().text())
        .contains("shop may use engine-socket=web");
  }
}
