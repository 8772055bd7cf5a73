package steading.compose.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import steading.compose.yaml.Node;

/** A tree as plain values, without its places: for printing as it is, and for comparing. */
public final class Plain {
  private Plain() {}

  public static @Nullable Object print(Node node) {
    return switch (node) {
      case Node.Scalar scalar -> Core.plain(scalar);
      case Node.Sequence sequence -> {
        List<@Nullable Object> items = new ArrayList<>();
        sequence.items().forEach(item -> items.add(print(item)));
        yield items;
      }
      case Node.Mapping mapping -> {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        mapping.entries().forEach((key, entry) -> values.put(key, print(entry.value())));
        yield values;
      }
    };
  }

  /** Equal for trees that say the same, wherever they stand. */
  static Object of(Node node) {
    return Optional.ofNullable(print(node));
  }

  public static boolean same(Node one, Node other) {
    return of(one).equals(of(other));
  }
}
