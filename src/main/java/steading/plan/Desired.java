package steading.plan;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import steading.app.Adoption;
import steading.compose.Lifecycle.Dependency;
import steading.compose.Network;
import steading.compose.Volume;
import steading.engine.ContainerSpec;
import steading.image.ImageChoice;
import steading.problem.Problem;
import steading.recipe.Recipe.Replace;

/**
 * What an app shall look like on the Engine, with every name resolved.
 *
 * @param services in an order in which dependencies come first
 * @param adoption the stack that is taken over; null for an app that took over none, and for one
 *     that goes
 * @param routes with empty targets: only the planner knows which containers will serve
 */
public record Desired(
    String app,
    Presence presence,
    List<NetworkWanted> networks,
    List<VolumeWanted> volumes,
    List<ServiceWanted> services,
    List<TaskWanted> tasks,
    List<Route> routes,
    @Nullable Adoption adoption) {

  public Desired {
    networks = List.copyOf(networks);
    volumes = List.copyOf(volumes);
    services = List.copyOf(services);
    tasks = List.copyOf(tasks);
    routes = List.copyOf(routes);
  }

  public enum Presence {
    RUNNING,
    /** Everything stays, nothing runs. */
    STOPPED,
    /** Containers and networks go; volumes stay. */
    REMOVED,
    /** Volumes go too. */
    PURGED,
    /** Volumes that were made for the app go too; those that it only took over stay. */
    EXPIRED,
    /** What is ours goes; a stack that was to be taken over runs again as before. */
    RELEASED
  }

  /** Nothing of the app but, unless purged, its data. */
  public static Desired gone(String app, boolean purged) {
    return bare(app, purged ? Presence.PURGED : Presence.REMOVED);
  }

  /** Nothing of the app, and of its data only what was there before it. */
  public static Desired expired(String app) {
    return bare(app, Presence.EXPIRED);
  }

  /** Nothing of the app, and what it was to take over as it was. */
  public static Desired released(String app) {
    return bare(app, Presence.RELEASED);
  }

  private static Desired bare(String app, Presence presence) {
    return new Desired(app, presence, List.of(), List.of(), List.of(), List.of(), List.of(), null);
  }

  /**
   * @param spec null when the network is external: it must exist and is never made or removed
   */
  public record NetworkWanted(String name, String real, @Nullable Network spec) {}

  /**
   * @param spec null when the volume is external
   */
  public record VolumeWanted(String name, String real, @Nullable Volume spec) {
    /** What is to be said where the volume is not there and must not be made anew. */
    public Problem missing(String app) {
      return spec == null
          ? Problem.failed(
              "volume.external-missing",
              app + ": the external volume \"" + real + "\" is not there",
              "create it, or correct its name in the Compose file")
          : Problem.failed(
                  "volume.lost",
                  app + ": volume \"" + real + "\" is gone, though it held this app's data",
                  "bring the volume back under this name, or remove the app with `stead remove "
                      + app
                      + " --purge` and install it anew")
              .because("A new, empty volume would hide that the data is lost");
    }
  }

  /**
   * A service and the blueprint of its containers.
   *
   * @param blueprint complete but for the container's name and number
   * @param hash changes exactly when a container made from the blueprint would differ
   * @param probes what its containers must answer before routes lead to them
   */
  public record ServiceWanted(
      String name,
      ContainerSpec blueprint,
      ImageChoice image,
      String hash,
      int replicas,
      Replace replace,
      boolean routed,
      Duration drain,
      Duration grace,
      boolean judged,
      Duration healthLimit,
      List<Probe> probes,
      Map<String, Dependency> dependsOn) {
    public ServiceWanted {
      probes = List.copyOf(probes);
      dependsOn = Map.copyOf(dependsOn);
    }
  }

  /**
   * A one-shot container that must succeed before some services start.
   *
   * @param mark what is noted once it has succeeded, so that it never runs again
   */
  public record TaskWanted(
      String name,
      String mark,
      String service,
      ContainerSpec spec,
      Set<String> before,
      Duration limit) {
    public TaskWanted {
      before = Set.copyOf(before);
    }
  }
}
