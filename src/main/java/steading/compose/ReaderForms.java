package steading.compose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import steading.compose.phase.Forms;
import steading.compose.yaml.Node;

/**
 * The normalised tree as the readers take it: devices as one text, limits always as a pair, hosts
 * with a colon, as the Engine has them.
 */
final class ReaderForms {
  private ReaderForms() {}

  static Node of(Node.Mapping root) {
    Node changed = changed(root, "services", services -> all(services, ReaderForms::service));
    String project = root.get("name") instanceof Node.Scalar scalar ? scalar.text() : "";
    for (String section : List.of("networks", "volumes", "secrets", "configs")) {
      changed = changed(changed, section, all -> ownNames(project, all));
    }
    return changed;
  }

  /** A name that nobody chose is for us to choose. */
  private static Node ownNames(String project, Node definitions) {
    if (!(definitions instanceof Node.Mapping mapping)) {
      return definitions;
    }
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach((key, entry) -> {
          boolean external =
              entry.value() instanceof Node.Mapping body && body.get("external") != null;
          String usual = external ? key : project + "_" + key;
          entries.put(key, new Node.Entry(entry.keyPlace(), unnamed(entry.value(), usual)));
        });
    return new Node.Mapping(mapping.place(), entries);
  }

  private static Node unnamed(Node node, String usual) {
    if (!(node instanceof Node.Mapping mapping)
        || !(mapping.get("name") instanceof Node.Scalar name)
        || !name.text().equals(usual)) {
      return node;
    }
    Map<String, Node.Entry> entries = new LinkedHashMap<>(mapping.entries());
    entries.remove("name");
    return new Node.Mapping(mapping.place(), entries);
  }

  private interface Change {
    Node of(Node node);
  }

  private static Node service(Node service) {
    Node changed = changed(service, "devices", list -> items(list, ReaderForms::device));
    changed = changed(changed, "extra_hosts", list -> items(list, ReaderForms::host));
    return changed(changed, "ulimits", limits -> all(limits, ReaderForms::limit));
  }

  private static Node device(Node node) {
    if (!(node instanceof Node.Mapping mapping)) {
      return node;
    }
    List<String> parts = new ArrayList<>();
    for (String key : List.of("source", "target", "permissions")) {
      if (mapping.get(key) instanceof Node.Scalar scalar) {
        parts.add(scalar.text());
      }
    }
    if (parts.size() == 3 && parts.get(2).equals("rwm")) {
      parts.removeLast();
    }
    if (parts.size() == 2 && parts.getFirst().equals(parts.getLast())) {
      parts.removeLast();
    }
    return Forms.text(node.place(), String.join(":", parts));
  }

  private static Node host(Node node) {
    return node instanceof Node.Scalar scalar
        ? Forms.text(scalar.place(), scalar.text().replaceFirst("=", ":"))
        : node;
  }

  private static Node limit(Node node) {
    return node instanceof Node.Scalar && !Forms.isNothing(node)
        ? Forms.mapping(node.place(), Map.of("soft", node, "hard", node))
        : node;
  }

  private static Node changed(Node node, String key, Change change) {
    if (!(node instanceof Node.Mapping mapping) || mapping.get(key) == null) {
      return node;
    }
    Map<String, Node.Entry> entries = new LinkedHashMap<>(mapping.entries());
    entries.computeIfPresent(
        key, (same, entry) -> new Node.Entry(entry.keyPlace(), change.of(entry.value())));
    return new Node.Mapping(mapping.place(), entries);
  }

  private static Node all(Node node, Change change) {
    if (!(node instanceof Node.Mapping mapping)) {
      return node;
    }
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach((name, entry) ->
            entries.put(name, new Node.Entry(entry.keyPlace(), change.of(entry.value()))));
    return new Node.Mapping(mapping.place(), entries);
  }

  private static Node items(Node node, Change change) {
    return node instanceof Node.Sequence sequence
        ? new Node.Sequence(node.place(), sequence.items().stream().map(change::of).toList())
        : node;
  }
}
