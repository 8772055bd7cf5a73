package steading.compose;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import steading.compose.yaml.Fields;
import steading.compose.yaml.Node;

/** Reads what services share: networks, volumes, configs and secrets. */
final class DefinitionReader {
  private final Reading reading;

  DefinitionReader(Reading reading) {
    this.reading = reading;
  }

  Network network(String name, Node node) {
    Fields fields = Fields.of(node, reading.problems());
    String oldName = oldName(fields);
    boolean external = external(fields);
    Network network =
        new Network(
            name,
            explicitName(fields, oldName),
            external,
            fields.text("driver"),
            Reading.texts(fields, "driver_opts"),
            reading.flag(fields, "internal"),
            reading.flag(fields, "attachable"),
            reading.flag(fields, "enable_ipv6"),
            pools(fields),
            Reading.texts(fields, "labels"),
            addressing(fields));
    onlyNameWhenExternal(fields, external, "driver", "driver_opts", "ipam", "internal", "labels");
    fields.done();
    return network;
  }

  private List<Network.Pool> pools(Fields fields) {
    List<Network.Pool> pools = new ArrayList<>();
    Fields ipam = fields.fields("ipam");
    if (ipam == null) {
      return pools;
    }
    for (Node item : ipam.list("config")) {
      Fields pool = Fields.of(item, reading.problems());
      pools.add(
          new Network.Pool(
              pool.text("subnet"),
              pool.text("gateway"),
              pool.text("ip_range"),
              reading.pairs(pool, "aux_addresses")));
      pool.done();
    }
    ipam.allow("driver", "options");
    ipam.done();
    return pools;
  }

  private Network.Addressing addressing(Fields fields) {
    boolean ipv4 = reading.flag(fields, "enable_ipv4", true);
    Fields ipam = fields.fields("ipam");
    return ipam == null
        ? new Network.Addressing(ipv4, null, Map.of())
        : new Network.Addressing(ipv4, ipam.text("driver"), reading.pairs(ipam, "options"));
  }

  Volume volume(String name, Node node) {
    Fields fields = Fields.of(node, reading.problems());
    String oldName = oldName(fields);
    boolean external = external(fields);
    Volume volume =
        new Volume(
            name,
            explicitName(fields, oldName),
            external,
            fields.text("driver"),
            Reading.texts(fields, "driver_opts"),
            Reading.texts(fields, "labels"));
    onlyNameWhenExternal(fields, external, "driver", "driver_opts", "labels");
    fields.done();
    return volume;
  }

  /** A config or secret; null after a problem. */
  @Nullable FileSource source(String name, Node node) {
    Fields fields = Fields.of(node, reading.problems());
    String oldName = oldName(fields);
    boolean external = external(fields);
    String externalName = fields.text("name", oldName.isEmpty() ? name : oldName);
    String file = fields.text("file");
    String variable = fields.text("environment");
    String content = fields.text("content");
    int sources =
        (external ? 1 : 0)
            + (file == null ? 0 : 1)
            + (variable == null ? 0 : 1)
            + (content == null ? 0 : 1);
    if (!external && !externalName.endsWith("_" + name)) {
      reading.withoutEffect(fields, "only what is external is found by its name", "name");
    }
    clusterKeys(fields);
    fields.done();
    if (sources != 1) {
      reading
          .problems()
          .at(
              fields.place(),
              "compose.source",
              "\"" + name + "\" needs exactly one source",
              "keep one of file, environment, content and external");
      return null;
    }
    if (file != null) {
      Path path = reading.file(fields, "file", file);
      return path == null ? null : new FileSource.FromFile(name, path);
    }
    if (variable != null) {
      return new FileSource.FromVariable(name, variable);
    }
    return content == null
        ? new FileSource.External(name, externalName)
        : new FileSource.Inline(name, content);
  }

  private void clusterKeys(Fields fields) {
    reading.refused(
        fields,
        "Only a cluster keeps configs and secrets by itself",
        "give the content by file, environment or content",
        "driver",
        "driver_opts",
        "template_driver");
    reading.withoutEffect(fields, "it becomes a file in the container", "labels");
  }

  private static @Nullable String explicitName(Fields fields, String oldName) {
    String name = fields.text("name");
    return name == null && !oldName.isEmpty() ? oldName : name;
  }

  private boolean external(Fields fields) {
    return fields.node("external") instanceof Node.Mapping || reading.flag(fields, "external");
  }

  /** The name in {@code external: {name: NAME}}; empty when it is not written so. */
  private static String oldName(Fields fields) {
    if (!(fields.node("external") instanceof Node.Mapping)) {
      return "";
    }
    Fields external = fields.fields("external");
    String name = external == null ? "" : external.requiredText("name");
    if (external != null) {
      external.done();
    }
    return name;
  }

  private void onlyNameWhenExternal(Fields fields, boolean external, String... keys) {
    for (String key : keys) {
      if (external && fields.has(key)) {
        reading
            .problems()
            .at(
                fields.keyPlace(key),
                "compose.conflict",
                "something external is not made here, so \"" + key + "\" has no meaning",
                "remove it");
      }
    }
  }
}
