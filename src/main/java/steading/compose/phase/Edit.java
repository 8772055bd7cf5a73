package steading.compose.phase;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import steading.compose.yaml.Node;

/** Changes a tree in one kind of place; everything else stays the same node. */
final class Edit {
  private Edit() {}

  /**
   * The tree with {@code change} applied wherever {@code path} leads, such as {@code
   * services.*.build}; {@code *} stands for every name or item.
   */
  static Node at(Node root, String path, UnaryOperator<Node> change) {
    return at(root, List.of(path.split("\\.")), change);
  }

  private static Node at(Node node, List<String> path, UnaryOperator<Node> change) {
    if (path.isEmpty()) {
      return change.apply(node);
    }
    String step = path.getFirst();
    List<String> rest = path.subList(1, path.size());
    return switch (node) {
      case Node.Mapping mapping when step.equals("*") -> {
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        mapping
            .entries()
            .forEach(
                (key, entry) -> entries.put(key, with(entry, at(entry.value(), rest, change))));
        yield new Node.Mapping(mapping.place(), entries);
      }
      case Node.Mapping mapping -> {
        Node.Entry entry = mapping.entries().get(step);
        yield entry == null ? mapping : put(mapping, step, at(entry.value(), rest, change));
      }
      case Node.Sequence sequence when step.equals("*") -> {
        List<Node> items = new ArrayList<>();
        sequence.items().forEach(item -> items.add(at(item, rest, change)));
        yield new Node.Sequence(sequence.place(), items);
      }
      default -> node;
    };
  }

  static Node.Entry with(Node.Entry entry, Node value) {
    return new Node.Entry(entry.keyPlace(), value, entry.tag());
  }

  /** The mapping with {@code key} set; a new key stands where the mapping does. */
  static Node.Mapping put(Node.Mapping mapping, String key, Node value) {
    Node.Entry old = mapping.entries().get(key);
    Map<String, Node.Entry> entries = new LinkedHashMap<>(mapping.entries());
    entries.put(key, old == null ? new Node.Entry(mapping.place(), value) : with(old, value));
    return new Node.Mapping(mapping.place(), entries);
  }

  static Node.Mapping putIfAbsent(Node.Mapping mapping, String key, String text) {
    return mapping.entries().containsKey(key)
        ? mapping
        : put(mapping, key, Forms.text(mapping.place(), text));
  }

  static Node.Mapping without(Node.Mapping mapping, String key) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>(mapping.entries());
    entries.remove(key);
    return new Node.Mapping(mapping.place(), entries);
  }

  /** The mapping under {@code key}; empty when there is none. */
  static Node.Mapping section(Node.Mapping mapping, String key) {
    return mapping.get(key) instanceof Node.Mapping found
        ? found
        : new Node.Mapping(mapping.place(), Map.of());
  }

  static List<Node> items(Node.Mapping mapping, String key) {
    return mapping.get(key) instanceof Node.Sequence found ? found.items() : List.of();
  }

  /** The text of a single value; null when there is none. */
  static @Nullable String text(Node.Mapping mapping, String key) {
    return mapping.get(key) instanceof Node.Scalar scalar && !scalar.isNull()
        ? scalar.text()
        : null;
  }
}
