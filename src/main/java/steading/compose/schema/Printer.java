package steading.compose.schema;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import steading.compose.yaml.Node;

/**
 * Prints a normalised tree as Compose does: values in one spelling, what says nothing left out,
 * dollar signs doubled so that the text can be loaded again.
 */
public final class Printer {
  private final boolean json;
  private final boolean doubling;

  /**
   * @param json JSON has a few keys that YAML leaves out when they are empty
   * @param doubling false when variables were not filled in, and the text still has them
   */
  public Printer(boolean json, boolean doubling) {
    this.json = json;
    this.doubling = doubling;
  }

  public @Nullable Object print(Node node, Shape shape) {
    return switch (shape) {
      case Shape.Anything anything -> raw(Plain.print(node));
      case Shape.Value value -> value(node, value);
      case Shape.ListOf list when node instanceof Node.Sequence sequence -> {
        List<@Nullable Object> items = new ArrayList<>();
        sequence.items().forEach(item -> items.add(print(item, list.item())));
        yield items;
      }
      case Shape.MapOf map when node instanceof Node.Mapping mapping -> map(mapping, map);
      case Shape.Keys keys when node instanceof Node.Mapping mapping -> keys(mapping, keys);
      case Shape.Either either ->
          print(node, node instanceof Node.Mapping ? either.full() : either.one());
      default -> raw(Plain.print(node));
    };
  }

  private @Nullable Object value(Node node, Shape.Value value) {
    if (!(node instanceof Node.Scalar scalar)) {
      return raw(Plain.print(node));
    }
    Object read = value.kind().read(scalar);
    boolean nothing = read == null && scalar.isNull();
    return nothing ? null : escaped(read == null ? scalar.text() : read);
  }

  private Map<String, @Nullable Object> map(Node.Mapping mapping, Shape.MapOf shape) {
    Map<String, @Nullable Object> printed = new TreeMap<>();
    mapping
        .entries()
        .forEach((key, entry) -> {
          boolean nothing = entry.value() instanceof Node.Scalar scalar && scalar.isNull();
          boolean text =
              shape.value() instanceof Shape.Value value && value.kind() != Kind.VARIABLE;
          Object value = nothing ? text ? "" : null : print(entry.value(), shape.value());
          printed.put(escaped(key), value);
        });
    return printed;
  }

  private Map<String, @Nullable Object> keys(Node.Mapping mapping, Shape.Keys shape) {
    Map<String, @Nullable Object> printed = new LinkedHashMap<>();
    for (Shape.Key key : shape.keys().values()) {
      Node node = mapping.get(key.name());
      boolean inJson = json && key.is(Shape.Trait.IN_JSON);
      Object value = node == null ? null : print(node, key.shape());
      if (key.is(Shape.Trait.SILENT) || (value == null && !inJson)) {
        continue;
      }
      boolean shown = inJson || key.is(Shape.Trait.KEPT) || !isSilent(value, key);
      if (shown) {
        printed.put(key.name(), value == null && isStructure(key) ? Map.of() : value);
      }
    }
    mapping
        .entries()
        .forEach((key, entry) -> {
          if (!shape.keys().containsKey(key) && (!json || shape.keys().containsKey("services"))) {
            printed.put(escaped(key), raw(Plain.print(entry.value())));
          }
        });
    return printed;
  }

  private static boolean isStructure(Shape.Key key) {
    return key.shape() instanceof Shape.Keys;
  }

  /** Structures say something by being there, even when they are empty. */
  private static boolean isSilent(@Nullable Object value, Shape.Key key) {
    return switch (value) {
      case null -> true;
      case Boolean bool -> !bool;
      case Number number -> number.doubleValue() == 0;
      case String text ->
          text.isEmpty()
              || (text.equals("0") && isSize(key.shape()))
              || (text.equals("0s") && isDuration(key.shape()));
      case Collection<?> list ->
          list.isEmpty() && !(key.shape() instanceof Shape.ListOf shape && shape.kept());
      case Map<?, ?> map ->
          map.isEmpty() && (!(key.shape() instanceof Shape.Keys) || key.is(Shape.Trait.SLIGHT));
      default -> false;
    };
  }

  private static boolean isSize(Shape shape) {
    return shape instanceof Shape.Value value
        && (value.kind() == Kind.SIZE || value.kind() == Kind.SIZE_TEXT);
  }

  private static boolean isDuration(Shape shape) {
    return shape instanceof Shape.Value value && value.kind() == Kind.DURATION;
  }

  private Object escaped(Object value) {
    return switch (value) {
      case String text -> escaped(text);
      case Float number when number == Math.rint(number) -> (Long) number.longValue();
      case Float number -> Double.valueOf(number.toString());
      default -> value;
    };
  }

  private String escaped(String text) {
    return doubling ? text.replace("$", "$$") : text;
  }

  private @Nullable Object raw(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case String text -> escaped(text);
      case Collection<?> list -> {
        List<@Nullable Object> items = new ArrayList<>();
        list.forEach(item -> items.add(raw(item)));
        yield items;
      }
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        map.forEach((key, each) -> values.put(escaped(String.valueOf(key)), raw(each)));
        yield values;
      }
      default -> value;
    };
  }
}
