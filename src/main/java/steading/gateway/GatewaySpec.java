package steading.gateway;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import steading.app.Home;
import steading.compose.Confinement;
import steading.compose.Lifecycle;
import steading.compose.Program;
import steading.compose.Service;
import steading.compose.Wiring;
import steading.engine.ContainerSpec;
import steading.plan.Labels;

/**
 * The gateway's container as it should be: no account but the owner's of its files, no capability,
 * nothing to write to but the directory of its sockets.
 */
record GatewaySpec(Home home, Reader reader) {
  private static final long MEMORY = 1L << 30;
  private static final long PROCESSES = 512;
  private static final Duration GRACE = Duration.ofSeconds(5);

  String name() {
    return home.prefix() + "gateway";
  }

  /**
   * The Engine sends published ports through the network whose name sorts first, and moves them,
   * cutting connections, when a container joins one that sorts before. Names of apps begin with a
   * letter, so this stays the first.
   */
  String network() {
    return network(home);
  }

  static String network(Home home) {
    return home.prefix() + "0-gateway";
  }

  Map<String, String> labels() {
    return Map.of(Labels.HOME, home.id(), Labels.SYSTEM, "gateway");
  }

  ContainerSpec of(String image) {
    List<String> command =
        List.of(
            "haproxy",
            "-W",
            "-db",
            "-S",
            Inside.MASTER_SOCKET + ",mode,600",
            "-f",
            Inside.configuration(Generations.CURRENT));
    // Even one that a person stopped or killed is there again after a reboot, without us.
    Lifecycle lifecycle =
        new Lifecycle(Map.of(), null, new Lifecycle.Restart("always", 0), "SIGUSR1", GRACE);
    ContainerSpec spec = spec(name(), image, command, ports(), lifecycle);
    Map<String, String> labels = new LinkedHashMap<>(spec.labels());
    labels.put(Labels.HASH, Digest.of(spec.toString()));
    return spec.withLabels(labels);
  }

  /** On every address, or on those that the owner named; without TLS there is one port. */
  private List<Wiring.Port> ports() {
    List<@Nullable String> addresses = new ArrayList<>(home.front().addresses());
    if (addresses.isEmpty()) {
      addresses.add(null);
    }
    List<Wiring.Port> ports = new ArrayList<>();
    for (String address : addresses) {
      ports.add(new Wiring.Port(address, home.httpPort(), Inside.HTTP_PORT, "tcp"));
      if (!home.front().plain()) {
        ports.add(new Wiring.Port(address, home.httpsPort(), Inside.HTTPS_PORT, "tcp"));
      }
    }
    return ports;
  }

  /** A container that only judges a configuration. */
  ContainerSpec check(String image, String generation) {
    return spec(
        name() + "-check",
        image,
        List.of("haproxy", "-c", "-f", Inside.configuration(generation)),
        List.of(),
        Lifecycle.DEFAULT);
  }

  private ContainerSpec spec(
      String name,
      String image,
      List<String> command,
      List<Wiring.Port> ports,
      Lifecycle lifecycle) {
    Service service =
        Service.of("gateway", image)
            .withProgram(
                new Program(null, command, Map.of(), reader.toString(), null, false, false, false))
            .withWiring(
                new Wiring(Map.of(), ports, List.of(), null, null, List.of(), List.of(), List.of()))
            .withLifecycle(lifecycle)
            .withConfinement(confinement());
    return new ContainerSpec(
        name,
        image,
        service,
        Map.of(network(), new ContainerSpec.Attach(List.of(), null, null)),
        Map.of(),
        new TreeMap<>(labels()),
        List.of(),
        List.of(
            bind(directory(home, "config"), Inside.CONFIGS, "ro"),
            bind(directory(home, "certs"), Inside.CERTIFICATES, "ro"),
            bind(directory(home, "run"), Inside.SOCKETS, null)));
  }

  static Path directory(Home home, String name) {
    return home.gateway().resolve(name).toAbsolutePath();
  }

  private static Confinement confinement() {
    return new Confinement(
        false,
        true,
        List.of(),
        List.of("ALL"),
        List.of("no-new-privileges:true"),
        List.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        List.of(),
        0,
        MEMORY,
        PROCESSES,
        0,
        null);
  }

  private static String bind(Path host, String inside, @Nullable String mode) {
    return host + ":" + inside + (mode == null ? "" : ":" + mode);
  }
}
