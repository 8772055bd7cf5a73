package steading.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import steading.compose.Network;
import steading.engine.ContainerSpec.Attach;
import steading.engine.Engine.ExecSpec;
import steading.engine.EngineException.Reason;

@Tag("engine")
class NetworkTest {
  private final TestEngine test = TestEngine.connect();
  private final Engine engine = test.engine();

  @AfterEach
  void clean() {
    test.close();
  }

  @Test
  void networksAreMadeListedAndRemoved() {
    String name = test.network("front");

    assertThat(engine.networkExists(name)).isTrue();
    assertThat(engine.networks(test.labels()))
        .singleElement()
        .satisfies(network -> assertThat(network.name()).isEqualTo(name))
        .satisfies(network -> assertThat(network.driver()).isEqualTo("bridge"));
    assertThatThrownBy(() -> test.network("front"))
        .isInstanceOfSatisfying(
            EngineException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NAME_TAKEN));
    engine.removeNetwork(name);
    engine.removeNetwork(name);
    assertThat(engine.networkExists(name)).isFalse();
  }

  @Test
  void theStartOfANetworksIdIsNotItsName() {
    test.network("front");
    String id = engine.networks(test.labels()).getFirst().id();

    assertThat(engine.networkExists(id.substring(0, 12))).isFalse();
  }

  @Test
  void aContainerIsOnEachOfItsNetworksByItsAliases() {
    String front = test.network("front");
    String back = test.network("back");
    Map<String, Attach> networks = new LinkedHashMap<>();
    networks.put(front, new Attach(List.of("web"), null, null));
    networks.put(back, new Attach(List.of("db"), null, null));
    String name = test.run(on(test.spec("both", "sleep", "600"), networks));

    assertThat(engine.container(name).orElseThrow().networkNames())
        .containsExactlyInAnyOrder(front, back);
    assertThat(engine.container(name).orElseThrow().networks().values())
        .allMatch(address -> address.matches("[\\d.]+"));
    String asker =
        test.run(
            on(
                test.spec("asker", "sleep", "600"),
                Map.of(back, new Attach(List.of(), null, null))));
    assertThat(resolves(asker, "db")).isTrue();
    assertThat(resolves(asker, "web")).isFalse();
  }

  @Test
  void aFixedAddressIsKept() {
    String subnet = "10.%d.%d.".formatted(200 + nextByte() % 50, nextByte());
    String network = test.name("fixed");
    engine.createNetwork(
        network,
        TestEngine.network("fixed", List.of(new Network.Pool(subnet + "0/24", null, null))),
        test.labels());
    String name =
        test.run(
            on(
                test.spec("fixed", "sleep", "600"),
                Map.of(network, new Attach(List.of(), subnet + "77", null))));

    assertThat(engine.container(name).orElseThrow().networks()).containsValue(subnet + "77");
  }

  @Test
  void connectingTwiceAndDisconnectingTwiceAreSuccesses() {
    String front = test.network("front");
    String name = test.run(test.spec("late", "sleep", "600"));
    Attach attach = new Attach(List.of("late"), null, null);

    engine.connect(front, name, attach);
    engine.connect(front, name, attach);
    assertThat(engine.container(name).orElseThrow().networkNames()).contains(front);
    assertThatThrownBy(() -> engine.removeNetwork(front))
        .isInstanceOfSatisfying(
            EngineException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CONFLICT));
    engine.disconnect(front, name);
    engine.disconnect(front, name);
    assertThat(engine.container(name).orElseThrow().networkNames()).doesNotContain(front);
    assertThatThrownBy(() -> engine.connect(test.name("none"), name, attach))
        .isInstanceOfSatisfying(
            EngineException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_FOUND));
  }

  @Test
  void aContainerWhoseSecondNetworkIsMissingIsNotMade() {
    Map<String, Attach> networks = new LinkedHashMap<>();
    networks.put(test.network("front"), new Attach(List.of(), null, null));
    networks.put(test.name("none"), new Attach(List.of(), null, null));

    assertThatThrownBy(() -> engine.create(on(test.spec("half", "sleep", "600"), networks)))
        .isInstanceOfSatisfying(
            EngineException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_FOUND));
    assertThat(engine.container(test.name("half"))).isEmpty();
  }

  private int nextByte() {
    return Math.floorMod(test.name("").hashCode(), 250);
  }

  private boolean resolves(String asker, String name) {
    return engine.execAndWait(asker, ExecSpec.of("nslookup", name), Duration.ofSeconds(30)).code()
        == 0;
  }

  private static ContainerSpec on(ContainerSpec spec, Map<String, Attach> networks) {
    return new ContainerSpec(
        spec.name(),
        spec.image(),
        spec.service(),
        networks,
        spec.volumes(),
        spec.labels(),
        spec.files(),
        spec.binds());
  }
}
