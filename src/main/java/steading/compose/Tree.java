package steading.compose;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Builds a mapping for people: what says nothing (absent, false, 0, empty) is left out. */
final class Tree {
  private final Map<String, Object> map = new LinkedHashMap<>();

  void put(String key, @Nullable Object value) {
    boolean silent =
        switch (value) {
          case null -> true;
          case Boolean bool -> !bool;
          case Number number -> number.doubleValue() == 0;
          case Collection<?> list -> list.isEmpty();
          case Map<?, ?> nested -> nested.isEmpty();
          default -> false;
        };
    if (value != null && !silent) {
      map.put(key, escaped(value));
    }
  }

  /** Puts a value even if it says nothing. */
  void keep(String key, Object value) {
    map.put(key, escaped(value));
  }

  Tree with(String key, @Nullable Object value) {
    put(key, value);
    return this;
  }

  Map<String, Object> map() {
    return map;
  }

  private static Object escaped(Object value) {
    return switch (value) {
      case String text -> text.replace("$", "$$");
      case Collection<?> list -> list.stream().map(item -> escaped((Object) item)).toList();
      default -> value;
    };
  }

  /** Texts by name, sorted, as environment and labels are printed. */
  static Map<String, Object> texts(Map<String, String> values) {
    Map<String, Object> texts = new TreeMap<>();
    values.forEach((key, value) -> texts.put(key, escaped(value)));
    return texts;
  }
}
