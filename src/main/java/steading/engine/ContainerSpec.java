package steading.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import steading.compose.Service;
import steading.compose.Wiring;

/**
 * A container to be created, with every name resolved to what the Engine calls it.
 *
 * @param name the container's name on the Engine
 * @param image an image id or reference that is present on the Engine
 * @param service the Compose service: program, limits, health check and so on
 * @param networks real network name to aliases and fixed addresses; the first is attached at
 *     creation
 * @param volumes project volume name to real volume name, for the service's mounts
 * @param labels all labels, the service's own included
 * @param files secrets and configs, written before the first start
 * @param partners service name to the container whose namespaces or volumes are shared
 * @param binds host directories of the system's own containers, as {@code host:container[:ro]}
 */
public record ContainerSpec(
    String name,
    String image,
    Service service,
    Map<String, Attach> networks,
    Map<String, String> volumes,
    Map<String, String> labels,
    List<FileSpec> files,
    List<String> binds,
    Map<String, String> partners) {

  /** A container that shares nothing with another. */
  public ContainerSpec(
      String name,
      String image,
      Service service,
      Map<String, Attach> networks,
      Map<String, String> volumes,
      Map<String, String> labels,
      List<FileSpec> files,
      List<String> binds) {
    this(name, image, service, networks, volumes, labels, files, binds, Map.of());
  }

  public ContainerSpec {
    networks = Collections.unmodifiableMap(new LinkedHashMap<>(networks));
    volumes = Collections.unmodifiableMap(new LinkedHashMap<>(volumes));
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    files = List.copyOf(files);
    binds = List.copyOf(binds);
    partners = Collections.unmodifiableMap(new LinkedHashMap<>(partners));
  }

  public ContainerSpec withLabels(Map<String, String> all) {
    return new ContainerSpec(name, image, service, networks, volumes, all, files, binds, partners);
  }

  /** A container of the same service, under its own name, beside these partners. */
  public ContainerSpec as(String ownName, Map<String, String> all, Map<String, String> beside) {
    return new ContainerSpec(ownName, image, service, networks, volumes, all, files, binds, beside);
  }

  /** The same container with other mounts. */
  public ContainerSpec mounting(Service changed, Map<String, String> realNames) {
    return new ContainerSpec(
        name, image, changed, networks, realNames, labels, files, binds, partners);
  }

  /** Whether a volume without a name is there for a container's files only, and goes with it. */
  public static boolean ownFiles(Engine.VolumeSeen volume) {
    return volume.labels().containsKey(VolumeCalls.FILES_OF);
  }

  /** The same for a container whose name begins so. */
  public static boolean ownFiles(Engine.VolumeSeen volume, String prefix) {
    return String.valueOf(volume.labels().get(VolumeCalls.FILES_OF)).startsWith(prefix);
  }

  /** The mode of a namespace as the Engine knows it: of a container instead of a service. */
  String joined(String mode) {
    return mode.startsWith("service:") ? "container:" + partner(mode.substring(8)) : mode;
  }

  String partner(String ofService) {
    String container = partners.get(ofService);
    if (container == null) {
      throw new EngineException(
          EngineException.Reason.BAD_REQUEST,
          "container " + name + " shares with service " + ofService + ", which has no container");
    }
    return container;
  }

  /**
   * @param links further names of others in the network, as {@code NAME:ALIAS}
   */
  public record Attach(
      List<String> aliases,
      @Nullable String ipv4,
      @Nullable String ipv6,
      List<String> links,
      Wiring.Endpoint endpoint) {
    public Attach(List<String> aliases, @Nullable String ipv4, @Nullable String ipv6) {
      this(aliases, ipv4, ipv6, List.of(), Wiring.Endpoint.PLAIN);
    }

    public Attach {
      aliases = List.copyOf(aliases);
      links = List.copyOf(links);
    }
  }

  /** A file in the container; its content never appears in text, since secrets travel here. */
  public record FileSpec(String path, byte[] content, int uid, int gid, int mode) {
    @Override
    public String toString() {
      return "FileSpec[" + path + "]";
    }
  }
}
