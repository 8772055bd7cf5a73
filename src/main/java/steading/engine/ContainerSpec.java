package steading.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import steading.compose.Service;

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
    List<String> binds) {

  public ContainerSpec {
    networks = Collections.unmodifiableMap(new LinkedHashMap<>(networks));
    volumes = Collections.unmodifiableMap(new LinkedHashMap<>(volumes));
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    files = List.copyOf(files);
    binds = List.copyOf(binds);
  }

  public ContainerSpec withLabels(Map<String, String> all) {
    return new ContainerSpec(name, image, service, networks, volumes, all, files, binds);
  }

  public record Attach(List<String> aliases, @Nullable String ipv4, @Nullable String ipv6) {
    public Attach {
      aliases = List.copyOf(aliases);
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
