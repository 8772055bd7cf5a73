package steading.apply;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import steading.app.Adoption;
import steading.app.AppStore;
import steading.app.Home;
import steading.app.Imported;
import steading.engine.ContainerSeen;
import steading.engine.Engine;
import steading.engine.EngineException;
import steading.plan.Desired;
import steading.plan.Desired.ServiceWanted;
import steading.plan.Labels;

/**
 * The containers that are an app's: its own by their labels, and those that it took over from
 * Docker Compose. Labels cannot be put on a container afterwards, so the latter are seen as if they
 * had ours; whether one is as wanted is found out by comparing, each time anew.
 */
public final class Holdings {
  private final Engine engine;
  private final Home home;

  public Holdings(Engine engine, Home home) {
    this.engine = engine;
    this.home = home;
  }

  /** The containers of one app. */
  public List<ContainerSeen> containers(String app) {
    return containers(app, Imported.adoption(home, app).orElse(null), seen -> Map.of());
  }

  /** The containers of all apps. */
  public List<ContainerSeen> all() {
    List<ContainerSeen> all = new ArrayList<>(engine.containers(Map.of(Labels.HOME, home.id())));
    new AppStore(home)
        .names()
        .forEach(app ->
            all.addAll(adopted(app, Imported.adoption(home, app).orElse(null), seen -> Map.of())));
    return all;
  }

  /**
   * The containers of one app, compared with what is wanted of it; of an app that is only to come
   * to be, too.
   */
  List<ContainerSeen> judged(Desired desired) {
    Map<String, ServiceWanted> services =
        desired.services().stream().collect(Collectors.toMap(ServiceWanted::name, s -> s));
    Adoption adoption = desired.adoption();
    return containers(
        desired.app(),
        adoption != null ? adoption : Imported.adoption(home, desired.app()).orElse(null),
        seen -> {
          ServiceWanted wanted = services.get(seen.label(Labels.COMPOSE_SERVICE));
          return wanted == null ? Map.of() : judgement(seen, wanted);
        });
  }

  private List<ContainerSeen> containers(
      String app, @Nullable Adoption adoption, Function<ContainerSeen, Map<String, String>> judge) {
    return Stream.concat(
            engine.containers(Ownership.filter(home.id(), app)).stream(),
            adopted(app, adoption, judge).stream())
        .toList();
  }

  private List<ContainerSeen> adopted(
      String app, @Nullable Adoption adoption, Function<ContainerSeen, Map<String, String>> judge) {
    return adoption == null
        ? List.of()
        : foreign(adoption.project()).stream()
            .filter(seen -> adoption.services().contains(seen.label(Labels.COMPOSE_SERVICE)))
            .map(seen -> asOwn(app, adoption, seen, judge.apply(seen)))
            .toList();
  }

  private ContainerSeen asOwn(
      String app, Adoption adoption, ContainerSeen seen, Map<String, String> judgement) {
    Map<String, String> labels = new LinkedHashMap<>(seen.labels());
    // Whatever its image says of these was not said by us.
    labels.keySet().removeIf(label -> label.startsWith("steading."));
    labels.putAll(Ownership.filter(home.id(), app));
    labels.put(Labels.SERVICE, seen.label(Labels.COMPOSE_SERVICE));
    labels.put(Labels.ADOPTED, adoption.running().contains(seen.name()) ? "running" : "stopped");
    labels.putAll(judgement);
    return seen.withLabels(labels);
  }

  private Map<String, String> judgement(ContainerSeen seen, ServiceWanted wanted) {
    List<String> differences;
    try {
      differences = engine.foreign().differences(seen.id(), wanted.blueprint());
    } catch (EngineException e) {
      differences = List.of(incomparable(e));
    }
    return differences.isEmpty()
        ? Map.of(Labels.HASH, wanted.hash())
        : Map.of(Labels.DIFFERS, String.join(", ", differences));
  }

  /** What is made of an image that is not here, or beside a container that is not, is no such. */
  private static String incomparable(EngineException e) {
    return switch (e.reason()) {
      case NOT_FOUND -> "image";
      case BAD_REQUEST -> "wiring";
      default -> throw e;
    };
  }

  /** What runs, or ran, under Docker Compose and belongs to no installation of Steading. */
  public List<ContainerSeen> foreign(String project) {
    return engine.containers(Map.of(Labels.COMPOSE_PROJECT, project)).stream()
        .filter(seen -> seen.label(Labels.HOME).isEmpty())
        .filter(seen -> !seen.label(Labels.COMPOSE_ONEOFF).equalsIgnoreCase("true"))
        .toList();
  }

  /** What a stack that is to be taken over runs, so that its images stay as they are. */
  Map<String, String> images(String app, @Nullable Adoption adoption) {
    Map<String, String> images = new LinkedHashMap<>();
    for (ContainerSeen seen : adopted(app, adoption, each -> Map.of())) {
      images.putIfAbsent(engine.foreign().imageName(seen.id()), seen.imageId());
    }
    return images;
  }

  /** Networks that Compose made for the stack, and that nothing but the app is on. */
  Set<String> adoptedNetworks(String app) {
    Optional<Adoption> adoption = Imported.adoption(home, app);
    if (adoption.isEmpty()) {
      return Set.of();
    }
    Set<String> used = new HashSet<>();
    engine.containers(Map.of()).stream()
        .filter(seen -> !mayLeave(app, adoption.get(), seen))
        .forEach(seen -> used.addAll(seen.networkNames()));
    return engine.networks(Map.of(Labels.COMPOSE_PROJECT, adoption.get().project())).stream()
        .filter(network -> !network.labels().containsKey(Labels.HOME))
        .map(Engine.NetworkSeen::name)
        .filter(network -> !used.contains(network))
        .collect(Collectors.toSet());
  }

  /**
   * Whether a container goes with the app, or leaves its networks by itself as the gateway does.
   */
  private boolean mayLeave(String app, Adoption adoption, ContainerSeen seen) {
    if (seen.label(Labels.HOME).equals(home.id())) {
      return seen.label(Labels.APP).equals(app) || !seen.label(Labels.SYSTEM).isEmpty();
    }
    return seen.label(Labels.COMPOSE_PROJECT).equals(adoption.project())
        && adoption.services().contains(seen.label(Labels.COMPOSE_SERVICE));
  }
}
