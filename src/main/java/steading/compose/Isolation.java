package steading.compose;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import steading.compose.Storage.Kind;
import steading.compose.Storage.Mount;
import steading.compose.Wiring.Attachment;
import steading.problem.Problem;

/**
 * The same project cut off from everything: networks that lead nowhere, not even to this machine,
 * volumes of its own, nothing published, and no directory of the host.
 */
public final class Isolation {
  private static final String DEFAULT = "default";

  /** Documentation only (RFC 5737): nobody answers there, whoever is asked to forward. */
  private static final String NOBODY = "192.0.2.1";

  /** Without an address of its own, the bridge is no way to what listens on this machine. */
  private static final Map<String, String> NO_HOST =
      Map.of("com.docker.network.bridge.inhibit_ipv4", "true");

  /** What is taken away here, or concerns only what is built or read: nothing of it remains. */
  private static final Set<String> HARMLESS =
      Set.of(
          "publish",
          "host-mount",
          "adopt",
          "external",
          "network-driver",
          "volume-driver",
          "subnet",
          "build-context",
          "build-network",
          "env-file",
          "file",
          "project-file",
          "image-tag",
          "label",
          "subpath",
          "relabel",
          "propagation",
          "log-driver",
          "external-link",
          "endpoint-option",
          "gateway-name");

  private Isolation() {}

  /** What the app was granted that reaches out of any copy; with these, there can be none. */
  public static List<Problem> refusals(String app, Set<String> grants) {
    List<Problem> refusals = new ArrayList<>();
    for (String grant : grants) {
      int equals = grant.indexOf('=');
      if (!HARMLESS.contains(equals < 0 ? grant : grant.substring(0, equals))) {
        refusals.add(
            Problem.failed(
                    "isolation.grant",
                    app + " may use " + grant + ", so that no copy of it can be cut off",
                    "take the grant back, or try its capsules by hand: stead restore "
                        + app
                        + " --as NEW --host H")
                .because("A copy with that power could reach this machine"));
      }
    }
    return refusals;
  }

  /**
   * @param own a directory whose files are the copy's own
   */
  public static Project of(Project project, Path own) {
    return of(project, own, name -> closed(name, null));
  }

  /**
   * The same for what the gateway joins and leads to.
   *
   * @param prefix begins the names of the networks, which are others than those without isolation
   */
  public static Project served(Project project, Path own, String prefix) {
    return of(project, own, name -> closed(name, prefix + name));
  }

  private static Project of(Project project, Path own, Function<String, Network> network) {
    Map<String, Service> services = new LinkedHashMap<>();
    project
        .services()
        .forEach((name, service) -> services.put(name, cutOff(service, project, own)));
    Map<String, Network> networks = new LinkedHashMap<>();
    Set<String> names = new LinkedHashSet<>(project.networks().keySet());
    services.values().forEach(service -> names.addAll(service.wiring().networks().keySet()));
    names.forEach(name -> networks.put(name, network.apply(name)));
    Map<String, Volume> volumes = new LinkedHashMap<>();
    project.volumes().keySet().forEach(name -> volumes.put(name, Volume.plain(name)));
    return new Project(
        project.name(),
        services,
        networks,
        volumes,
        project.configs(),
        project.secrets(),
        project.origin());
  }

  private static Network closed(String name, @Nullable String explicit) {
    return new Network(
        name, explicit, false, null, NO_HOST, true, false, false, List.of(), Map.of());
  }

  private static Service cutOff(Service service, Project project, Path own) {
    Confinement free = service.confinement();
    return new Service(
        service.name(),
        service.place(),
        service.image(),
        service.build(),
        service.program(),
        wiring(service.wiring()),
        storage(service.storage(), project, own),
        service.lifecycle(),
        unlogged(free),
        // Others read labels: a proxy that finds its routes there would find the copy.
        Map.of(),
        service.replicas(),
        service.profiles(),
        service.supply());
  }

  private static Wiring wiring(Wiring wiring) {
    String mode = wiring.networkMode();
    boolean kept = mode != null && (mode.equals("none") || mode.startsWith("service:"));
    Map<String, Attachment> networks = new LinkedHashMap<>();
    wiring
        .networks()
        .forEach((name, place) -> networks.put(name, new Attachment(place.aliases(), null, null)));
    if (networks.isEmpty() && !kept) {
      networks.put(DEFAULT, Attachment.PLAIN);
    }
    boolean networked = !networks.isEmpty();
    Wiring.Names names =
        new Wiring.Names(
            wiring.names().domainname(),
            networked ? List.of("timeout:1", "attempts:1") : List.of(),
            wiring.names().links(),
            List.of());
    return new Wiring(
        networks,
        List.of(),
        wiring.expose(),
        wiring.hostname(),
        kept ? mode : null,
        wiring.extraHosts(),
        networked ? List.of(NOBODY) : List.of(),
        List.of(),
        names);
  }

  private static Storage storage(Storage storage, Project project, Path own) {
    List<Mount> mounts = new ArrayList<>();
    for (Mount mount : storage.mounts()) {
      if (mount.kind() != Kind.BIND) {
        mounts.add(mount);
        continue;
      }
      Path source = Path.of(String.valueOf(mount.source())).normalize();
      if (source.startsWith(own) || source.startsWith(project.origin().directory())) {
        mounts.add(
            new Mount(
                Kind.BIND,
                mount.source(),
                mount.target(),
                mount.readOnly() || !source.startsWith(own),
                0,
                null));
      } else if (!Files.isRegularFile(source)) {
        mounts.add(new Mount(Kind.TMPFS, null, mount.target(), false, 0, null));
      }
    }
    return new Storage(mounts, storage.secrets(), storage.configs(), storage.volumesFrom());
  }

  /** Logs may not go anywhere but to the Engine's usual place. */
  private static Confinement unlogged(Confinement free) {
    return new Confinement(
        free.privileged(),
        free.readOnly(),
        free.capAdd(),
        free.capDrop(),
        free.securityOpt(),
        free.devices(),
        free.hostNamespaces(),
        free.sysctls(),
        free.ulimits(),
        free.groupAdd(),
        free.cpus(),
        free.memory(),
        free.pids(),
        free.shmSize(),
        null,
        free.limits(),
        free.hardware());
  }
}
