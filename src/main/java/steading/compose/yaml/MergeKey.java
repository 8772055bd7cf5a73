package steading.compose.yaml;

import java.util.Map;
import steading.problem.Problems;

/** YAML's {@code <<}: what a mapping takes over from others unless it says so itself. */
final class MergeKey {
  private MergeKey() {}

  static void into(Map<String, Node.Entry> entries, Node source, Problems problems) {
    switch (source) {
      case Node.Mapping mapping -> mapping.entries().forEach(entries::putIfAbsent);
      case Node.Sequence sequence -> {
        for (Node item : sequence.items()) {
          if (item instanceof Node.Mapping mapping) {
            mapping.entries().forEach(entries::putIfAbsent);
          } else {
            refuse(item, problems);
          }
        }
      }
      case Node.Scalar scalar -> refuse(scalar, problems);
    }
  }

  private static void refuse(Node node, Problems problems) {
    problems.at(
        node.place(),
        "yaml.merge-key",
        "<< takes a mapping or a list of mappings",
        "write <<: *anchor of a mapping");
  }
}
