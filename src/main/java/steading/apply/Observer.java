package steading.apply;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import steading.app.Home;
import steading.engine.ContainerSeen;
import steading.engine.ContainerSpec;
import steading.engine.Engine;
import steading.engine.Together;
import steading.plan.Desired;
import steading.plan.Desired.Presence;
import steading.plan.Observed;

/** Looks at what there is of one app. */
public final class Observer {
  private static final Pattern NAMELESS = Pattern.compile("[0-9a-f]{64}");

  private final Engine engine;
  private final Routes routes;
  private final Journal journal;
  private final String homeId;
  private final Holdings holdings;

  public Observer(Engine engine, Routes routes, Journal journal, Home home) {
    this.engine = engine;
    this.routes = routes;
    this.journal = journal;
    this.homeId = home.id();
    this.holdings = new Holdings(engine, home);
  }

  public Observed observe(Desired desired) {
    String app = desired.app();
    Map<String, String> own = Ownership.filter(homeId, app);
    try (Together together = new Together()) {
      Supplier<Set<String>> images = together.ask(() -> images(desired));
      Supplier<Set<String>> networks = together.ask(() -> networks(desired, own));
      Supplier<Set<String>> volumes = together.ask(() -> volumes(desired, own));
      Supplier<List<ContainerSeen>> containers = together.ask(() -> holdings.judged(desired));
      // Where nothing is routed, the gateway is of no account.
      Supplier<Boolean> serving =
          together.ask(() -> desired.routes().isEmpty() || routes.serving());
      Supplier<Boolean> held = together.ask(() -> routes.held(app));
      return new Observed(
          images.get(),
          networks.get(),
          volumes.get(),
          journal.knownVolumes(app),
          nameless(containers.get()),
          containers.get(),
          journal.marks(app),
          routes.published(app),
          serving.get(),
          held.get());
    }
  }

  private Set<String> volumes(Desired desired, Map<String, String> own) {
    Set<String> volumes =
        engine.volumes(own).stream()
            .map(Engine.VolumeSeen::name)
            .collect(Collectors.toCollection(HashSet::new));
    for (Desired.VolumeWanted volume : desired.volumes()) {
      if (!volumes.contains(volume.real()) && engine.volume(volume.real()).isPresent()) {
        volumes.add(volume.real());
      }
    }
    if (desired.presence() == Presence.PURGED) {
      // Those that were taken over carry no label of ours.
      journal.knownVolumes(desired.app()).stream()
          .filter(volume -> engine.volume(volume).isPresent())
          .forEach(volumes::add);
    }
    return volumes;
  }

  /** The Engine calls them by a number, and ours that hold only files of a container by a label. */
  private Set<String> nameless(List<ContainerSeen> containers) {
    return containers.stream()
        .flatMap(seen -> seen.mounts().stream())
        .map(mount -> String.valueOf(mount.volume()))
        .distinct()
        .filter(volume -> NAMELESS.matcher(volume).matches())
        .filter(volume ->
            engine.volume(volume).filter(seen -> !ContainerSpec.ownFiles(seen)).isPresent())
        .collect(Collectors.toSet());
  }

  private Set<String> images(Desired desired) {
    return desired.services().stream()
        .map(s -> s.image().reference())
        .distinct()
        .filter(r -> engine.image(r).isPresent())
        .collect(Collectors.toSet());
  }

  private Set<String> networks(Desired desired, Map<String, String> own) {
    Set<String> names =
        engine.networks(own).stream()
            .map(Engine.NetworkSeen::name)
            .collect(Collectors.toCollection(HashSet::new));
    for (Desired.NetworkWanted network : desired.networks()) {
      if (network.spec() != null
          && !names.contains(network.real())
          && engine.networkExists(network.real())) {
        names.add(network.real());
      }
    }
    if (desired.presence() == Presence.REMOVED || desired.presence() == Presence.PURGED) {
      names.addAll(holdings.adoptedNetworks(desired.app()));
    }
    return names;
  }
}
