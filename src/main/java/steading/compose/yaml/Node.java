package steading.compose.yaml;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import steading.problem.Place;

/** A YAML document as a tree in which every value still knows where it stands. */
public sealed interface Node {
  Place place();

  /** How many values it consists of, itself among them. */
  default int size() {
    return switch (this) {
      case Scalar _ -> 1;
      case Sequence sequence -> 1 + sequence.items().stream().mapToInt(Node::size).sum();
      case Mapping mapping ->
          1 + mapping.entries().values().stream().mapToInt(entry -> entry.value().size()).sum();
    };
  }

  /** The word for this kind of node in a problem. */
  default String kind() {
    return switch (this) {
      case Scalar scalar -> scalar.isNull() ? "empty" : "a single value";
      case Sequence sequence -> "a list";
      case Mapping mapping -> "a mapping";
    };
  }

  /**
   * @param plain true when the text was written without quotes, so that YAML's own types apply to
   *     it
   */
  record Scalar(Place place, String text, boolean plain) implements Node {
    public boolean isNull() {
      return plain
          && switch (text) {
            case "", "~", "null", "Null", "NULL" -> true;
            default -> false;
          };
    }
  }

  record Sequence(Place place, List<Node> items) implements Node {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /** Keys keep the order of the file. */
  record Mapping(Place place, Map<String, Entry> entries) implements Node {
    public Mapping {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    public @Nullable Node get(String key) {
      Entry entry = entries.get(key);
      return entry == null ? null : entry.value();
    }
  }

  /**
   * A key with its own place, for problems about the key itself.
   *
   * @param tag {@code !reset} or {@code !override} when the value was marked so, else null
   */
  record Entry(Place keyPlace, Node value, @Nullable String tag) {
    public Entry(Place keyPlace, Node value) {
      this(keyPlace, value, null);
    }
  }
}
