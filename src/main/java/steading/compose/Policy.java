package steading.compose;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import steading.problem.Problem;

/**
 * What a Compose file may ask of the host: by itself, nothing. This is the one place that decides,
 * for install, change, restore, rollback and cluster alike; what it does not know to be harmless,
 * it refuses until the owner grants it by name.
 */
public final class Policy {
  private static final Set<String> OWN_LABELS = Set.of("com.docker.compose.", "steading.");

  private final Project project;
  private final Set<String> grants;
  private final HostPaths paths;
  private final List<Problem> refused = new ArrayList<>();

  private Policy(Project project, Set<String> grants) {
    this.project = project;
    this.grants = grants;
    this.paths = new HostPaths(project.origin().directory());
  }

  /**
   * Everything the project asks for that is not among {@code grants}.
   *
   * @param grants such as {@code publish=8080} or {@code host-mount=/srv/media}
   */
  public static List<Problem> check(Project project, Set<String> grants) {
    Policy policy = new Policy(project, grants);
    project.services().values().forEach(policy::service);
    project.volumes().forEach((key, volume) -> policy.volume("volumes." + key, volume));
    project.networks().forEach((key, network) -> policy.network("networks." + key, network));
    project.secrets().forEach((key, source) -> policy.source("secrets." + key, source));
    project.configs().forEach((key, source) -> policy.source("configs." + key, source));
    project.origin().files().forEach(file -> policy.file("services", "project-file", file));
    return List.copyOf(policy.refused);
  }

  private void service(Service service) {
    String path = "services." + service.name() + ".";
    confinement(service, path);
    new Reach(project, service, this::refuse).check();
    logging(service, path);
    ports(service, path);
    mounts(service, path);
    build(service, path);
    labels(path + "labels", service.labels());
    List<Path> envFiles = project.origin().envFiles().getOrDefault(service.name(), List.of());
    for (int i = 0; i < envFiles.size(); i++) {
      file(path + "env_file." + i, "env-file", envFiles.get(i));
    }
  }

  private void confinement(Service service, String path) {
    Confinement asked = service.confinement();
    String name = service.name();
    if (asked.privileged()) {
      refuse(path + "privileged", "privileged", name, "A privileged container owns the host");
    }
    asked
        .hostNamespaces()
        .forEach((kind, value) ->
            namespace(path + (kind.equals("userns") ? "userns_mode" : kind), name, kind, value));
    String mode = service.wiring().networkMode();
    if (mode != null) {
      namespace(path + "network_mode", name, "network", mode);
    }
    each(path, "cap_add", asked.capAdd(), name, "cap-add", "It adds rights over the host");
    each(path, "devices", asked.devices(), name, "device", "It reaches the host's hardware");
    List<String> opened =
        asked.securityOpt().stream().filter(option -> !Harmless.securityOption(option)).toList();
    each(path, "security_opt", opened, name, "security-opt", "It takes protection away");
    asked
        .sysctls()
        .keySet()
        .forEach(key -> {
          if (!Harmless.sysctl(key)) {
            refuse(
                path + "sysctls." + key,
                "sysctl",
                name + ":" + key,
                "This kernel setting is not known to stay inside the container");
          }
        });
  }

  private void namespace(String path, String service, String kind, String value) {
    if (!Harmless.namespace(reached(kind, value), project.services().keySet())) {
      refuse(
          path,
          "host-namespace",
          service + ":" + kind,
          "\"" + value + "\" lets the container into a namespace that is not the app's");
    }
  }

  /** Where a namespace leads in the end: that of a service can be the host's. */
  private String reached(String kind, String value) {
    String at = value;
    for (int i = 0; i <= project.services().size() && at.startsWith("service:"); i++) {
      Service next = project.services().get(at.substring(8));
      String mode =
          next == null
              ? null
              : kind.equals("network")
                  ? next.wiring().networkMode()
                  : next.confinement().hostNamespaces().get(kind);
      if (mode == null) {
        return at;
      }
      at = mode;
    }
    return at;
  }

  private void each(
      String path, String key, List<String> values, String service, String construct, String why) {
    for (String value : values) {
      refuse(path + key, construct, service + ":" + value, why);
    }
  }

  private void logging(Service service, String path) {
    Confinement.Logging logging = service.confinement().logging();
    if (logging != null && !Harmless.LOG_DRIVERS.contains(logging.driver())) {
      refuse(
          path + "logging.driver",
          "log-driver",
          service.name() + ":" + logging.driver(),
          "The Engine would send logs elsewhere with its own rights");
    }
  }

  private void ports(Service service, String path) {
    int index = 0;
    for (Wiring.Port port : service.wiring().ports()) {
      String value = published(port);
      refuse(
          path + "ports." + index++,
          "publish",
          value,
          "Apps are reached through the gateway; only its ports are open");
    }
  }

  /** The grant without which this port stays closed. */
  public static String grant(Wiring.Port port) {
    return "publish=" + published(port);
  }

  private static String published(Wiring.Port port) {
    return port.published() == null ? "any" : port.publishedText();
  }

  private void mounts(Service service, String path) {
    int index = 0;
    for (Storage.Mount mount : service.storage().mounts()) {
      String place = path + "volumes." + index++;
      labels(place + ".volume.labels", mount.options().labels());
      if (mount.kind() == Storage.Kind.BIND && mount.source() != null) {
        bind(place, service.name(), mount, mount.source());
      }
      if (mount.subpath() != null && mount.subpath().matches("/.*|(.*/)?\\.\\.(/.*)?")) {
        refuse(place, "subpath", service.name(), "The sub-path leaves its volume");
      }
    }
  }

  private void bind(String place, String service, Storage.Mount mount, String source) {
    Path path = Path.of(source);
    if (HostPaths.reachesEngine(path)) {
      refuse(
          place,
          "engine-socket",
          service,
          "Who speaks to the Engine owns the host, and " + source + " leads to it");
    }
    boolean harmless = mount.readOnly() && (paths.inside(path) || Harmless.hostFile(path));
    if (!harmless) {
      refuse(
          place,
          "host-mount",
          source,
          "Only files of the project directory may be mounted, and only read-only");
    }
  }

  private void build(Service service, String path) {
    Build build = service.build();
    if (build == null) {
      return;
    }
    String network = build.options().network();
    if (network != null && !List.of("default", "none").contains(network)) {
      refuse(
          path + "build.network",
          "build-network",
          service.name() + ":" + network,
          "The build's commands would reach a network that is not the app's");
    }
    for (String tag : build.options().tags()) {
      refuse(
          path + "build.tags",
          "image-tag",
          tag,
          "Another app may start from an image of this name");
    }
    labels(path + "build.labels", build.options().labels());
    file(path + "build.context", "build-context", build.context());
    Path dockerfile = build.context().resolve(build.dockerfile()).normalize();
    if (!dockerfile.startsWith(build.context())) {
      file(path + "build.dockerfile", "build-context", dockerfile);
    }
  }

  private void volume(String path, Volume volume) {
    if (!Harmless.volumeOptions(volume.driver(), volume.driverOpts())) {
      refuse(
          path + ".driver_opts",
          "volume-driver",
          volume.name(),
          "Driver options can mount any path or device of the host");
    }
    foreign(path, volume.external(), volume.explicitName(), volume.name());
    labels(path + ".labels", volume.labels());
  }

  private void network(String path, Network network) {
    if (!Harmless.networkOptions(network.driver(), network.driverOpts())) {
      refuse(
          path + ".driver",
          "network-driver",
          network.name(),
          "This driver, or an option of it, reaches the host's own network");
    }
    addressing(path, network);
    foreign(path, network.external(), network.explicitName(), network.name());
    labels(path + ".labels", network.labels());
  }

  private void addressing(String path, Network network) {
    String driver = network.addressing().driver();
    if ((driver != null && !driver.equals("default"))
        || !network.addressing().options().isEmpty()) {
      refuse(
          path + ".ipam",
          "network-driver",
          network.name(),
          "This driver, or an option of it, reaches the host's own network");
    }
    for (Network.Pool pool : network.pools()) {
      if (pool.subnet() != null && !Harmless.subnet(pool.subnet())) {
        refuse(
            path + ".ipam",
            "subnet",
            pool.subnet(),
            "The host would look for these addresses in the app's network");
      }
    }
  }

  private void source(String path, FileSource source) {
    switch (source) {
      case FileSource.FromFile file -> file(path + ".file", "file", file.file());
      case FileSource.External external -> foreign(path, true, external.externalName(), "");
      case FileSource.FromVariable variable -> {}
      case FileSource.Inline inline -> {}
    }
  }

  /** A name of its own choice can be another app's just as an external one is. */
  private void foreign(String path, boolean external, @Nullable String explicit, String key) {
    String name = explicit == null ? key : explicit;
    boolean own = !external && (explicit == null || name.equals(project.name() + "_" + key));
    if (!own) {
      refuse(path, "external", name, "It may belong to another app");
    }
  }

  private void file(String path, String construct, Path file) {
    if (!paths.inside(file)) {
      refuse(path, construct, file.toString(), "It lies outside the project directory");
    }
  }

  private void labels(String path, Map<String, String> labels) {
    for (String label : labels.keySet()) {
      if (OWN_LABELS.stream().anyMatch(label::startsWith)) {
        refuse(path + "." + label, "label", label, "Such labels say what belongs to which app");
      }
    }
  }

  private void refuse(String path, String construct, String value, String why) {
    Grants.require(construct);
    String grant = construct + "=" + value;
    if (grants.contains(grant)) {
      return;
    }
    refused.add(
        Problem.at(
                project.origin().place(path),
                "compose.refused." + construct,
                construct + " " + value + " is refused",
                "remove it, or allow it: stead set " + project.name() + " grant." + grant)
            .because(why));
  }
}
