package steading.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import steading.compose.Storage.Kind;
import steading.compose.Storage.Mount;
import steading.engine.ContainerSeen;
import steading.engine.ContainerSeen.Health;
import steading.engine.ContainerSeen.MountSeen;
import steading.engine.ContainerSeen.State;
import steading.engine.ContainerSpec;
import steading.plan.Plan.Planned;

/**
 * An Engine of thought: carries out steps on plain data, so that plans can be followed to their
 * end.
 */
final class World {
  final Set<String> images = new HashSet<>();
  final Set<String> networks = new HashSet<>();
  final Set<String> volumes = new HashSet<>();
  final Set<String> known = new HashSet<>();
  final Set<String> nameless = new HashSet<>();
  final Map<String, ContainerSeen> containers = new LinkedHashMap<>();
  final Set<String> marks = new HashSet<>();
  List<Route> routes = List.of();
  boolean serving = true;
  boolean held;
  private int made;
  private int clock;

  Observed observed() {
    return new Observed(
        images,
        networks,
        volumes,
        known,
        nameless,
        new ArrayList<>(containers.values()),
        marks,
        routes,
        serving,
        held);
  }

  void run(Plan plan) {
    Set<Integer> done = new HashSet<>();
    for (Planned planned : plan.steps()) {
      if (!done.containsAll(planned.needs())) {
        throw new AssertionError(
            "step " + planned.id() + " comes before what it needs:\n" + plan.text());
      }
      perform(planned.step());
      done.add(planned.id());
    }
  }

  void perform(Step step) {
    switch (step) {
      case Step.ObtainImage s -> images.add(s.image().reference());
      case Step.CreateNetwork s -> networks.add(s.network());
      case Step.ConnectNetwork s -> connect(s.container(), s.network());
      case Step.RemoveNetwork s -> networks.remove(s.network());
      case Step.CreateVolume s -> {
        volumes.add(s.volume());
        known.add(s.volume());
      }
      case Step.RemoveVolume s -> volumes.remove(s.volume());
      case Step.CreateContainer s -> create(s.spec());
      case Step.StartContainer s -> {
        marks.remove(Step.RunHooks.mark(s.container()));
        state(s.container(), State.RUNNING, Health.HEALTHY);
      }
      case Step.RunHooks s -> marks.add(Step.RunHooks.mark(s.container()));
      case Step.AwaitHealthy s -> {}
      case Step.AwaitAnswer s -> {}
      case Step.AwaitExit s -> state(s.container(), State.EXITED, Health.NONE);
      case Step.RunTask s -> marks.add(s.mark());
      case Step.PublishRoutes s -> {
        routes = s.routes();
        serving = true;
      }
      case Step.WithdrawRoutes s -> routes = List.of();
      case Step.HoldRequests s -> held = true;
      case Step.ReleaseRequests s -> held = false;
      case Step.Drain s -> {}
      case Step.StopContainer s -> state(s.container(), State.EXITED, Health.NONE);
      case Step.RemoveContainer s -> containers.remove(s.container());
    }
  }

  private void create(ContainerSpec spec) {
    if (!images.contains(spec.image())
        || !networks.containsAll(spec.networks().keySet())
        || !spec.volumes().values().stream()
            .allMatch(v -> volumes.contains(v) || nameless.contains(v))) {
      throw new AssertionError("created before its image, networks and volumes: " + spec.name());
    }
    List<MountSeen> mounts =
        spec.service().storage().mounts().stream()
            .map(m -> new MountSeen(volume(spec, m), m.target(), m.readOnly()))
            .toList();
    containers.put(
        spec.name(),
        new ContainerSeen(
            "id-" + made++,
            spec.name(),
            spec.image(),
            State.CREATED,
            Health.NONE,
            0,
            false,
            null,
            spec.labels(),
            spec.networks().keySet().stream().collect(Collectors.toMap(n -> n, n -> "")),
            mounts,
            spec.service().confinement().memory(),
            Math.round(spec.service().confinement().cpus() * 1e9),
            spec.service().lifecycle().restart().policy(),
            Duration.ofSeconds(10),
            0,
            "",
            spec.partners().values().stream()
                .map(partner -> Objects.requireNonNull(containers.get(partner), partner).id())
                .collect(Collectors.toSet())));
  }

  private @Nullable String volume(ContainerSpec spec, Mount mount) {
    if (mount.kind() == Kind.VOLUME && mount.source() == null) {
      String number = String.format("%064x", nameless.size() + 1);
      nameless.add(number);
      return number;
    }
    return spec.volumes().get(mount.source());
  }

  private void connect(String container, String network) {
    ContainerSeen c = containers.get(container);
    Map<String, String> attached = new LinkedHashMap<>(c.networks());
    attached.put(network, "");
    containers.put(container, copy(c, c.state(), c.health(), attached, c.startedAt(), c.mounts()));
  }

  void disconnect(String container, String network) {
    ContainerSeen c = containers.get(container);
    Map<String, String> attached = new LinkedHashMap<>(c.networks());
    attached.remove(network);
    containers.put(container, copy(c, c.state(), c.health(), attached, c.startedAt(), c.mounts()));
  }

  void state(String container, State state, Health health) {
    ContainerSeen c = containers.get(container);
    if (c == null) {
      throw new AssertionError("no container " + container);
    }
    boolean starts = state == State.RUNNING && !c.running();
    Instant startedAt = starts ? Instant.ofEpochSecond(++clock) : c.startedAt();
    containers.put(container, copy(c, state, health, c.networks(), startedAt, c.mounts()));
  }

  void mounts(String container, List<MountSeen> mounts) {
    ContainerSeen c = containers.get(container);
    containers.put(container, copy(c, c.state(), c.health(), c.networks(), c.startedAt(), mounts));
  }

  private static ContainerSeen copy(
      ContainerSeen c,
      State state,
      Health health,
      Map<String, String> networks,
      @Nullable Instant startedAt,
      List<MountSeen> mounts) {
    return new ContainerSeen(
        c.id(),
        c.name(),
        c.imageId(),
        state,
        health,
        c.exitCode(),
        c.oomKilled(),
        startedAt,
        c.labels(),
        networks,
        mounts,
        c.memory(),
        c.nanoCpus(),
        c.restartPolicy(),
        c.grace(),
        c.restartCount(),
        c.probe(),
        c.partners());
  }
}
