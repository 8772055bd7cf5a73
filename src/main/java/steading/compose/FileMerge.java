package steading.compose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import steading.compose.yaml.Node;

/**
 * Lays one file over another: mappings merge, lists grow, everything else is replaced. Both are in
 * long form. {@code !reset} takes a key away, {@code !override} replaces it whole.
 */
final class FileMerge {
  private static final Set<String> REPLACED = Set.of("command", "entrypoint", "test");

  /** What makes two items of a list the same item, so that the later one wins. */
  private static final Map<String, List<String>> IDENTITY =
      Map.of(
          "volumes", List.of("target"),
          "secrets", List.of("source", "target"),
          "configs", List.of("source", "target"),
          "ports", List.of("target", "published", "host_ip", "protocol"),
          "env_file", List.of("path"));

  private FileMerge() {}

  /** {@code below} is null for the first file, which is then only freed of its tags. */
  static Node merge(@Nullable Node below, Node above) {
    return merge("", below, above);
  }

  private static Node merge(String key, @Nullable Node below, Node above) {
    return switch (above) {
      case Node.Mapping mapping when !differentDriver(key, below, mapping) ->
          mappings(key, below instanceof Node.Mapping m ? m : null, mapping);
      case Node.Mapping mapping -> mappings(key, null, mapping);
      case Node.Sequence sequence ->
          below instanceof Node.Sequence base && !REPLACED.contains(key)
              ? sequences(key, base, sequence)
              : sequence;
      case Node.Scalar scalar -> scalar;
    };
  }

  private static Node mappings(String parent, Node.@Nullable Mapping below, Node.Mapping above) {
    Map<String, Node.Entry> merged = new LinkedHashMap<>();
    if (below != null) {
      merged.putAll(below.entries());
    }
    above
        .entries()
        .forEach((key, entry) -> {
          Node.Entry base = merged.get(key);
          boolean keeps = Forms.isNothing(entry.value()) && !parent.equals("environment");
          if ("!reset".equals(entry.tag())) {
            merged.remove(key);
          } else if (base == null || !keeps) {
            Node lower = base == null || entry.tag() != null ? null : base.value();
            merged.put(key, new Node.Entry(entry.keyPlace(), merge(key, lower, entry.value())));
          }
        });
    return new Node.Mapping(above.place(), merged);
  }

  private static Node sequences(String key, Node.Sequence below, Node.Sequence above) {
    Map<Object, Node> items = new LinkedHashMap<>();
    List<Node> all = new ArrayList<>(below.items());
    all.addAll(above.items());
    for (Node item : all) {
      items.put(identity(key, item), item);
    }
    return new Node.Sequence(above.place(), new ArrayList<>(items.values()));
  }

  private static Object identity(String key, Node item) {
    return switch (item) {
      case Node.Scalar scalar -> scalar.text();
      case Node.Sequence sequence -> sequence;
      case Node.Mapping mapping -> {
        List<String> keys = IDENTITY.get(key);
        yield keys == null
            ? mapping
            : keys.stream()
                .map(name -> mapping.get(name) instanceof Node.Scalar s ? s.text() : "")
                .toList();
      }
    };
  }

  /** The options of one logging driver mean nothing to another. */
  private static boolean differentDriver(String key, @Nullable Node below, Node.Mapping above) {
    return key.equals("logging")
        && below instanceof Node.Mapping base
        && base.get("driver") instanceof Node.Scalar old
        && above.get("driver") instanceof Node.Scalar changed
        && !old.text().equals(changed.text());
  }
}
