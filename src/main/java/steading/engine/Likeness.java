package steading.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import steading.compose.Storage;
import steading.compose.Storage.Kind;
import steading.compose.Storage.Mount;

/**
 * Tells what a container that somebody else made has different from the one that a spec would make.
 * Whatever is not known to be the same counts as different.
 */
final class Likeness {
  /** Compared in a way of its own, or left to the Engine, which fills it in. */
  private static final Set<String> HOST_OWN =
      Set.of(
          "Mounts",
          "Binds",
          "Tmpfs",
          "PortBindings",
          "NetworkMode",
          "LogConfig",
          "CgroupnsMode",
          "IpcMode",
          "ShmSize",
          "MaskedPaths",
          "ReadonlyPaths",
          "Runtime",
          "ConsoleSize",
          "MemorySwap",
          "MemorySwappiness",
          "OomKillDisable",
          "Isolation",
          "CgroupParent");

  private static final Set<String> TOP_OWN =
      Set.of(
          "Image",
          "Entrypoint",
          "Cmd",
          "Env",
          "Labels",
          "ExposedPorts",
          "HostConfig",
          "NetworkingConfig",
          "Healthcheck",
          "Hostname",
          "User",
          "WorkingDir",
          "StopSignal");

  private final ContainerSpec spec;
  private final JsonNode wanted;
  private final JsonNode seen;
  private final JsonNode config;
  private final JsonNode image;
  private final Set<String> differences = new TreeSet<>();

  private Likeness(ContainerSpec spec, JsonNode wanted, JsonNode seen, JsonNode image) {
    this.spec = spec;
    this.wanted = wanted;
    this.seen = seen;
    this.config = seen.path("Config");
    this.image = image;
  }

  /**
   * @param wanted how the Engine would be asked to make it
   * @param seen the container, inspected
   * @param image the wanted image, inspected
   */
  static List<String> differences(
      ContainerSpec spec, JsonNode wanted, JsonNode seen, JsonNode image) {
    Likeness likeness = new Likeness(spec, wanted, seen, image);
    likeness.compare();
    return List.copyOf(likeness.differences);
  }

  private void compare() {
    JsonNode base = image.path("Config");
    same("image", image.path("Id"), seen.path("Image"));
    program(base);
    same("environment", environment(base), variables(config.path("Env")));
    same("lifecycle", healthcheck(base), plain(config.path("Healthcheck")));
    same("lifecycle", either("StopSignal", base), config.path("StopSignal"));
    wanted.properties().stream()
        .filter(entry -> !TOP_OWN.contains(entry.getKey()))
        .forEach(entry -> same("program", entry.getValue(), config.path(entry.getKey())));
    boolean farewell = !spec.service().lifecycle().preStop().isEmpty();
    // Its label says what is to be run in a container before it stops, and theirs has none.
    if (farewell || config.has("StopTimeout") != wanted.has("StopTimeout")) {
      differences.add("lifecycle");
    }
    labels(base);
    networks();
    mounts(base);
    host();
    if (!spec.files().isEmpty()) {
      differences.add("files");
    }
  }

  private void program(JsonNode base) {
    boolean own = wanted.has("Entrypoint");
    JsonNode entrypoint = own ? wanted.path("Entrypoint") : base.path("Entrypoint");
    JsonNode command = wanted.has("Cmd") || own ? wanted.path("Cmd") : base.path("Cmd");
    same("program", entrypoint, config.path("Entrypoint"));
    same("program", command, config.path("Cmd"));
    same("program", either("User", base), config.path("User"));
    same("program", either("WorkingDir", base), config.path("WorkingDir"));
  }

  private JsonNode either(String key, JsonNode base) {
    return wanted.has(key) ? wanted.path(key) : base.path(key);
  }

  private JsonNode environment(JsonNode base) {
    ObjectNode all = variables(base.path("Env"));
    all.setAll(variables(wanted.path("Env")));
    return all;
  }

  private static ObjectNode variables(JsonNode list) {
    ObjectNode variables = Json.object();
    for (JsonNode each : list) {
      String[] parts = each.asText().split("=", 2);
      variables.put(parts[0], "=" + (parts.length > 1 ? parts[1] : ""));
    }
    return variables;
  }

  /** What the service leaves open, the image says. */
  private JsonNode healthcheck(JsonNode base) {
    JsonNode own = wanted.path("Healthcheck");
    if (own.path("Test").path(0).asText().equals("NONE")) {
      return own;
    }
    ObjectNode both = Json.object();
    if (base.path("Healthcheck") instanceof ObjectNode given) {
      both.setAll(given);
    }
    if (own instanceof ObjectNode given) {
      both.setAll(given);
    }
    return both;
  }

  private void labels(JsonNode base) {
    Map<String, String> expected = new LinkedHashMap<>(Json.strings(base.path("Labels")));
    expected.putAll(spec.service().labels());
    Map<String, String> found = new LinkedHashMap<>(Json.strings(config.path("Labels")));
    found.keySet().removeIf(key -> key.startsWith("com.docker.compose."));
    if (!found.equals(expected)) {
      differences.add("labels");
    }
  }

  private void networks() {
    JsonNode attached = seen.path("NetworkSettings").path("Networks");
    JsonNode hostname = wanted.path("Hostname");
    String own = seen.path("Id").asText();
    boolean unnamed = hostname.isMissingNode() && own.startsWith(config.path("Hostname").asText());
    boolean differ = !unnamed && !alike(hostname, config.path("Hostname"));
    if (spec.networks().isEmpty()) {
      differ |=
          !alike(
              wanted.path("HostConfig").path("NetworkMode"),
              seen.path("HostConfig").path("NetworkMode"));
    } else {
      Set<String> names = new TreeSet<>();
      attached.fieldNames().forEachRemaining(names::add);
      differ |= !names.equals(spec.networks().keySet());
    }
    for (Map.Entry<String, ContainerSpec.Attach> entry : spec.networks().entrySet()) {
      JsonNode endpoint = attached.path(entry.getKey());
      JsonNode fixed = endpoint.path("IPAMConfig");
      differ |=
          !Json.list(endpoint.path("Aliases")).containsAll(entry.getValue().aliases())
              || !alike(fixed.path("IPv4Address"), text(entry.getValue().ipv4()))
              || !alike(fixed.path("IPv6Address"), text(entry.getValue().ipv6()));
    }
    if (differ || !bindings(wanted).equals(bindings(seen))) {
      differences.add("wiring");
    }
  }

  private static JsonNode text(@Nullable String text) {
    return JsonNodeFactory.instance.textNode(text == null ? "" : text);
  }

  private static Map<String, Set<String>> bindings(JsonNode container) {
    Map<String, Set<String>> bindings = new TreeMap<>();
    for (var port : container.path("HostConfig").path("PortBindings").properties()) {
      Set<String> places = new TreeSet<>();
      for (JsonNode place : port.getValue()) {
        String number = place.path("HostPort").asText("");
        places.add(place.path("HostIp").asText("") + "|" + (number.equals("0") ? "" : number));
      }
      if (!places.isEmpty()) {
        bindings.put(port.getKey(), places);
      }
    }
    return bindings;
  }

  /** Volumes that the image declares and nobody named are no difference: the Engine adds them. */
  private void mounts(JsonNode base) {
    Map<String, String> found = new TreeMap<>();
    for (JsonNode mount : seen.path("Mounts")) {
      found.put(mount.path("Destination").asText(), seenMount(mount));
    }
    for (var tmpfs : seen.path("HostConfig").path("Tmpfs").properties()) {
      found.put(tmpfs.getKey(), "tmpfs " + tmpfs.getValue().asText());
    }
    boolean same = true;
    for (Mount mount : spec.service().storage().mounts()) {
      String wantedMount = wantedMount(mount, found.getOrDefault(mount.target(), ""));
      same &= wantedMount.equals(found.remove(mount.target()));
    }
    found.keySet().removeIf(target -> base.path("Volumes").has(target));
    if (!same || !found.isEmpty()) {
      differences.add("storage");
    }
  }

  private static String seenMount(JsonNode mount) {
    String type = mount.path("Type").asText();
    String source = mount.path(type.equals("volume") ? "Name" : "Source").asText("");
    String mode = mount.path("RW").asBoolean() ? " rw " : " ro ";
    return type.equals("tmpfs") ? "tmpfs " : type + mode + source;
  }

  /**
   * @param found what is there, which decides for volumes without a name
   */
  private String wantedMount(Mount mount, String found) {
    String mode = mount.readOnly() ? " ro " : " rw ";
    String source = mount.source();
    if (!mount.options().equals(Storage.Options.NONE)
        || mount.subpath() != null
        || (mount.kind() == Kind.TMPFS && mount.size() > 0)) {
      return "not comparable";
    }
    return switch (mount.kind()) {
      case BIND -> "bind" + mode + source;
      case TMPFS -> "tmpfs ";
      case VOLUME ->
          source != null
              ? "volume" + mode + spec.volumes().getOrDefault(source, source)
              : found.matches("volume" + mode + "[0-9a-f]{64}") ? found : "a volume without a name";
    };
  }

  private void host() {
    JsonNode asked = wanted.path("HostConfig");
    JsonNode has = seen.path("HostConfig");
    Set<String> keys = new TreeSet<>();
    asked.fieldNames().forEachRemaining(keys::add);
    has.fieldNames().forEachRemaining(keys::add);
    keys.removeAll(HOST_OWN);
    keys.forEach(key -> same("limits", asked.path(key), has.path(key)));
    for (String key : List.of("ShmSize", "IpcMode", "CgroupnsMode", "MemorySwap")) {
      if (asked.has(key)) {
        same("limits", asked.path(key), has.path(key));
      }
    }
    // Without a word on logging, ours limits it and Compose's does not: not worth an interruption.
    if (spec.service().confinement().logging() != null) {
      same("limits", asked.path("LogConfig"), has.path("LogConfig"));
    }
  }

  private void same(String part, JsonNode one, JsonNode other) {
    if (!alike(one, other)) {
      differences.add(part);
    }
  }

  private static boolean alike(JsonNode one, JsonNode other) {
    return plain(one).equals(plain(other));
  }

  /** Nothing, none, zero, no, empty and "no" are the same to the Engine. */
  private static JsonNode plain(JsonNode node) {
    JsonNode nothing = JsonNodeFactory.instance.nullNode();
    if (node instanceof ObjectNode object) {
      ObjectNode plain = Json.object();
      for (var entry : new TreeMap<>(fields(object)).entrySet()) {
        JsonNode value = plain(entry.getValue());
        if (!value.isNull()) {
          plain.set(entry.getKey(), value);
        }
      }
      return plain.isEmpty() ? nothing : plain;
    }
    if (node instanceof ArrayNode array) {
      List<JsonNode> values = new ArrayList<>();
      array.forEach(each -> values.add(each.isContainerNode() ? plain(each) : each));
      return values.isEmpty() ? nothing : JsonNodeFactory.instance.arrayNode().addAll(values);
    }
    boolean empty =
        node.isMissingNode()
            || node.isNull()
            || (node.isTextual() && (node.asText().isEmpty() || node.asText().equals("no")))
            || (node.isBoolean() && !node.asBoolean())
            || (node.isNumber() && (node.asLong() == 0 || node.asLong() == -1));
    // A number is read back as the Engine wrote it, whichever size it had.
    return empty ? nothing : JsonNodeFactory.instance.textNode(node.asText());
  }

  private static Map<String, JsonNode> fields(ObjectNode object) {
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    object.properties().forEach(entry -> fields.put(entry.getKey(), entry.getValue()));
    return fields;
  }
}
