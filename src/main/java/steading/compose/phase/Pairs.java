package steading.compose.phase;

import java.util.LinkedHashMap;
import java.util.Map;
import steading.compose.schema.Core;
import steading.compose.yaml.Node;

/**
 * {@code NAME: value} mappings, which may also be lists of {@code NAME=value}. Unquoted numbers and
 * booleans become the text Compose makes of them: {@code 1.0} is 1 and {@code 0x1F} is 31.
 */
public final class Pairs {
  private Pairs() {}

  public static Node of(Node node) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    switch (node) {
      case Node.Mapping mapping ->
          mapping
              .entries()
              .forEach((key, entry) -> entries.put(key, Edit.with(entry, value(entry.value()))));
      case Node.Sequence sequence -> {
        for (Node item : sequence.items()) {
          if (!(item instanceof Node.Scalar scalar) || !(Core.value(scalar) instanceof String)) {
            return node;
          }
          pair(entries, scalar);
        }
      }
      case Node.Scalar scalar -> {
        return scalar;
      }
    }
    return new Node.Mapping(node.place(), entries);
  }

  private static void pair(Map<String, Node.Entry> entries, Node.Scalar scalar) {
    int equals = scalar.text().indexOf('=');
    String key = equals < 0 ? scalar.text() : scalar.text().substring(0, equals);
    Node value =
        equals < 0
            ? Forms.nothing(scalar.place())
            : Forms.text(scalar.place(), scalar.text().substring(equals + 1));
    entries.put(key, new Node.Entry(scalar.place(), value));
  }

  private static Node value(Node node) {
    return node instanceof Node.Scalar scalar && scalar.plain() && !scalar.isNull()
        ? Forms.text(node.place(), Core.text(Core.value(scalar)))
        : node;
  }
}
