package steading.compose.phase;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import steading.compose.yaml.Node;
import steading.problem.Problems;

/**
 * Lays one tree over another by the rules that {@link MergeRules} has for each key. Both are in
 * long form. {@code !reset} takes a key away, {@code !override} replaces it whole; both marks stay
 * in the result, so that it can be laid over a third tree, until {@link #clean} removes them.
 */
final class Merge {
  private final Problems problems;

  Merge(Problems problems) {
    this.problems = problems;
  }

  /** {@code below} is null for the first tree, in which only what stands twice is made one. */
  Node merge(@Nullable Node below, Node above) {
    return merge("", below, above);
  }

  Node service(@Nullable Node below, Node above) {
    return merge("services.*", below, above);
  }

  private Node merge(String path, @Nullable Node below, Node above) {
    if (below instanceof Node.Mapping != above instanceof Node.Mapping
        && below != null
        && !MergeRules.isReplaced(path)
        && !(below instanceof Node.Scalar)) {
      return mismatch(path, below, above);
    }
    return switch (above) {
      case Node.Mapping mapping -> {
        boolean replaced = MergeRules.isReplaced(path) || differentDriver(path, below, mapping);
        yield mappings(path, !replaced && below instanceof Node.Mapping m ? m : null, mapping);
      }
      case Node.Sequence sequence -> {
        boolean grows = !MergeRules.isReplaced(path);
        List<Node> base = grows && below instanceof Node.Sequence s ? s.items() : List.of();
        yield path.equals("networks.*.ipam.config")
            ? pools(base, sequence)
            : sequences(path, base, sequence);
      }
      case Node.Scalar scalar when below instanceof Node.Sequence && !MergeRules.isReplaced(path) ->
          mismatch(path, below, scalar);
      case Node.Scalar scalar -> scalar;
    };
  }

  private Node mismatch(String path, Node below, Node above) {
    String name = path.substring(path.lastIndexOf('.') + 1);
    problems.at(
        above.place(),
        "compose.merge",
        "\"" + name + "\" is " + above.kind() + " here, and " + below.kind() + " below",
        "write it as at " + below.place() + ", or mark it with !override");
    return above;
  }

  private Node mappings(String path, Node.@Nullable Mapping below, Node.Mapping above) {
    Map<String, Node.Entry> merged = new LinkedHashMap<>();
    if (below != null) {
      merged.putAll(below.entries());
    }
    above
        .entries()
        .forEach((key, entry) -> {
          Node.Entry base = merged.get(key);
          boolean absent = base == null || "!reset".equals(base.tag());
          boolean keeps = Forms.isNothing(entry.value()) && !MergeRules.nothingCounts(path, key);
          if ("!reset".equals(entry.tag())) {
            merged.put(key, entry);
          } else if (absent || !keeps) {
            boolean alone = absent || entry.tag() != null || key.startsWith("x-");
            Node lower = alone || base == null ? null : base.value();
            Node value =
                key.startsWith("x-")
                    ? entry.value()
                    : merge(MergeRules.path(path, key), lower, entry.value());
            merged.put(key, new Node.Entry(entry.keyPlace(), value, entry.tag()));
          }
        });
    return new Node.Mapping(above.place(), merged);
  }

  private static Node sequences(String path, List<Node> below, Node.Sequence above) {
    Map<Object, Node> items = new LinkedHashMap<>();
    List<Node> all = new ArrayList<>(below);
    all.addAll(above.items());
    for (Node item : all) {
      items.put(MergeRules.identity(path, item, items.size()), item);
    }
    return new Node.Sequence(above.place(), new ArrayList<>(items.values()));
  }

  /** Address pools are the same pool when their subnets are. */
  private Node pools(List<Node> below, Node.Sequence above) {
    if (below.isEmpty()) {
      return above;
    }
    Map<Object, Node> pools = new LinkedHashMap<>();
    for (Node original : below) {
      for (Node change : above.items()) {
        Object changed = MergeRules.subnet(change);
        if (!changed.equals(MergeRules.subnet(original)) && !pools.containsKey(changed)) {
          pools.put(changed, change);
        } else {
          Node merged = merge("networks.*.ipam.config.*", original, change);
          pools.put(MergeRules.subnet(merged), merged);
        }
      }
    }
    return new Node.Sequence(above.place(), new ArrayList<>(pools.values()));
  }

  /** The options of one logging driver mean nothing to another. */
  private static boolean differentDriver(String path, @Nullable Node below, Node.Mapping above) {
    return path.equals("services.*.logging")
        && below instanceof Node.Mapping base
        && base.get("driver") instanceof Node.Scalar old
        && above.get("driver") instanceof Node.Scalar changed
        && !old.text().equals(changed.text());
  }

  /** The tree without its marks, and without what they take away. */
  static Node clean(Node node) {
    return switch (node) {
      case Node.Mapping mapping -> {
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        mapping
            .entries()
            .forEach((key, entry) -> {
              if (!"!reset".equals(entry.tag())) {
                entries.put(key, new Node.Entry(entry.keyPlace(), clean(entry.value())));
              }
            });
        yield new Node.Mapping(mapping.place(), entries);
      }
      case Node.Sequence sequence ->
          new Node.Sequence(sequence.place(), sequence.items().stream().map(Merge::clean).toList());
      case Node.Scalar scalar -> scalar;
    };
  }
}
