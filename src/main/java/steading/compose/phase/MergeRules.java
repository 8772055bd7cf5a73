package steading.compose.phase;

import java.util.List;
import java.util.Map;
import java.util.Set;
import steading.compose.yaml.Node;

/**
 * The specification's rules for merging, per key. A path is written with {@code *} for the name of
 * a service, network and so on.
 */
final class MergeRules {
  private static final Set<String> REPLACED =
      Set.of("services.*.command", "services.*.entrypoint", "services.*.healthcheck.test");

  /** Mappings of names to texts, which may have been lists: a name alone is a change, too. */
  private static final Set<String> PAIRS =
      Set.of(
          "networks.*.labels",
          "volumes.*.labels",
          "services.*.annotations",
          "services.*.build.args",
          "services.*.build.additional_contexts",
          "services.*.build.labels",
          "services.*.deploy.labels",
          "services.*.environment",
          "services.*.labels",
          "services.*.sysctls");

  /** Lists of texts in which {@code NAME} and {@code NAME=…} are the same item. */
  private static final Set<String> BY_NAME =
      Set.of(
          "services.*.build.tags",
          "services.*.cap_add",
          "services.*.cap_drop",
          "services.*.dns",
          "services.*.dns_opt",
          "services.*.dns_search",
          "services.*.links",
          "services.*.profiles",
          "services.*.tmpfs");

  /** Lists in which items of the same text are the same item. */
  private static final Set<String> BY_TEXT =
      Set.of("services.*.expose", "services.*.extra_hosts", "services.*.build.extra_hosts");

  /** What makes two items of a list in long form the same item, so that the later one wins. */
  private static final Map<String, List<String>> BY_KEYS =
      Map.of(
          "services.*.volumes", List.of("target"),
          "services.*.devices", List.of("target"),
          "services.*.ports", List.of("target", "published", "host_ip", "protocol"),
          "services.*.env_file", List.of("path"));

  private static final Map<String, String> PORT_DEFAULTS =
      Map.of("host_ip", "0.0.0.0", "protocol", "tcp");

  private MergeRules() {}

  static String path(String parent, String key) {
    if (parent.isEmpty()) {
      return key;
    }
    return parent + "." + (parent.indexOf('.') < 0 ? "*" : key);
  }

  static boolean isReplaced(String path) {
    return REPLACED.contains(path) || path.startsWith("services.*.ulimits.");
  }

  /** Whether a key without a value, laid over one that has a value, takes it away. */
  static boolean nothingCounts(String parent, String key) {
    return PAIRS.contains(parent) || REPLACED.contains(path(parent, key));
  }

  /** Equal for items that are the same; {@code index} for lists that only grow. */
  static Object identity(String path, Node item, int index) {
    if (BY_NAME.contains(path) || isAlias(path)) {
      return item instanceof Node.Scalar scalar ? scalar.text().split("=", 2)[0] : index;
    }
    if (BY_TEXT.contains(path)) {
      return item instanceof Node.Scalar scalar ? scalar.text() : index;
    }
    if (!(item instanceof Node.Mapping mapping)) {
      return index;
    }
    if (path.equals("services.*.secrets")) {
      return mount(mapping, "/run/secrets/", index);
    }
    if (path.equals("services.*.configs")) {
      return mount(mapping, "/", index);
    }
    List<String> keys = BY_KEYS.get(path);
    return keys == null ? index : keys.stream().map(key -> part(mapping, key)).toList();
  }

  private static String part(Node.Mapping mapping, String key) {
    String text = Edit.text(mapping, key);
    return text == null ? PORT_DEFAULTS.getOrDefault(key, "") : text;
  }

  private static boolean isAlias(String path) {
    return path.startsWith("services.*.networks.")
        && (path.endsWith(".aliases") || path.endsWith(".link_local_ips"));
  }

  private static Object mount(Node.Mapping mapping, String directory, int index) {
    String target = Edit.text(mapping, "target");
    String source = Edit.text(mapping, "source");
    return target != null ? target : source != null ? directory + source : index;
  }

  static Object subnet(Node pool) {
    String subnet = pool instanceof Node.Mapping mapping ? Edit.text(mapping, "subnet") : null;
    return subnet == null ? "" : subnet;
  }
}
