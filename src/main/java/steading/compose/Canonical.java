package steading.compose;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A project as ordered maps and lists, laid out as {@code docker compose config} prints it. */
public final class Canonical {
  private Canonical() {}

  /** Dollar signs are doubled, so that the text can be loaded again. */
  public static Map<String, Object> of(Project project) {
    Tree tree = new Tree();
    tree.put("name", project.name());
    tree.put("services", each(project.services(), CanonicalService::of));
    tree.put("networks", each(project.networks(), network -> network(project, network)));
    tree.put("volumes", each(project.volumes(), volume -> volume(project, volume)));
    tree.put("secrets", each(project.secrets(), source -> source(project, source)));
    tree.put("configs", each(project.configs(), source -> source(project, source)));
    return tree.map();
  }

  private interface Shape<T> {
    Map<String, Object> of(T value);
  }

  private static <T> Map<String, Object> each(Map<String, T> values, Shape<T> shape) {
    Map<String, Object> shaped = new TreeMap<>();
    values.forEach((key, value) -> shaped.put(key, shape.of(value)));
    return shaped;
  }

  private static String name(Project project, @Nullable String explicit, String key, boolean ext) {
    if (explicit != null) {
      return explicit;
    }
    return ext ? key : project.name() + "_" + key;
  }

  private static Map<String, Object> network(Project project, Network network) {
    Tree tree = new Tree();
    tree.put("name", name(project, network.explicitName(), network.name(), network.external()));
    tree.put("driver", network.driver());
    tree.put("driver_opts", Tree.texts(network.driverOpts()));
    List<Map<String, Object>> pools = network.pools().stream().map(Canonical::pool).toList();
    tree.put("ipam", new Tree().with("config", pools).map());
    tree.put("external", network.external());
    tree.put("internal", network.internal());
    tree.put("attachable", network.attachable());
    tree.put("enable_ipv6", network.ipv6());
    tree.put("labels", Tree.texts(network.labels()));
    return tree.map();
  }

  private static Map<String, Object> pool(Network.Pool pool) {
    return new Tree()
        .with("subnet", pool.subnet())
        .with("gateway", pool.gateway())
        .with("ip_range", pool.ipRange())
        .map();
  }

  private static Map<String, Object> volume(Project project, Volume volume) {
    return new Tree()
        .with("name", name(project, volume.explicitName(), volume.name(), volume.external()))
        .with("driver", volume.driver())
        .with("driver_opts", Tree.texts(volume.driverOpts()))
        .with("external", volume.external())
        .with("labels", Tree.texts(volume.labels()))
        .map();
  }

  private static Map<String, Object> source(Project project, FileSource source) {
    Tree tree = new Tree();
    if (!(source instanceof FileSource.External)) {
      tree.put("name", project.name() + "_" + source.name());
    }
    switch (source) {
      case FileSource.FromFile file -> tree.put("file", file.file().toString());
      case FileSource.FromVariable variable -> tree.put("environment", variable.variable());
      case FileSource.Inline inline -> tree.put("content", inline.content());
      case FileSource.External external -> {
        tree.put("name", external.externalName());
        tree.put("external", true);
      }
    }
    return tree.map();
  }
}
