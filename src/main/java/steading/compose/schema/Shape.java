package steading.compose.schema;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What may stand at one place of a project in long form. */
public sealed interface Shape {
  /** A single value; {@code choices} is empty when any of the kind will do. */
  record Value(Kind kind, List<String> choices) implements Shape {}

  /**
   * @param kept an empty list says something and is printed
   */
  record ListOf(Shape item, boolean unique, boolean kept) implements Shape {}

  /**
   * Names and values.
   *
   * @param names what a name looks like
   * @param nothing whether a name may have no value
   */
  record MapOf(Shape value, String names, boolean nothing) implements Shape {}

  /** Known keys, and those that begin with {@code x-} when it is open. */
  record Keys(Map<String, Key> keys, boolean open) implements Shape {
    public Keys {
      keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
    }
  }

  /** One value, or the long form of it. */
  record Either(Value one, Keys full) implements Shape {}

  /** Whatever it is. */
  record Anything() implements Shape {}

  /** What is to be known of a key besides its shape. */
  enum Trait {
    REQUIRED,
    /** May be written without a value. */
    NULLABLE,
    /** Printed although it is zero or empty. */
    KEPT,
    /** Left out of the canonical text when nothing is in it. */
    SLIGHT,
    /** Known, but not part of the canonical text. */
    SILENT,
    /** Part of the canonical JSON even when it is absent. */
    IN_JSON
  }

  record Key(String name, Shape shape, List<Trait> traits) {
    boolean is(Trait trait) {
      return traits.contains(trait);
    }
  }

  String ANY_NAME = ".+";
  String NAME = "[a-zA-Z0-9._-]+";

  static Key key(String name, Shape shape, Trait... traits) {
    return new Key(name, shape, List.of(traits));
  }

  static Keys keys(Key... keys) {
    return new Keys(byName(keys), true);
  }

  static Keys closed(Key... keys) {
    return new Keys(byName(keys), false);
  }

  static Map<String, Key> byName(Key... keys) {
    Map<String, Key> named = new LinkedHashMap<>();
    for (Key key : keys) {
      named.put(key.name(), key);
    }
    return named;
  }

  static Value single(Kind kind) {
    return new Value(kind, List.of());
  }

  static Value choice(String... choices) {
    return new Value(Kind.TEXT, List.of(choices));
  }

  static ListOf list(Shape item) {
    return new ListOf(item, false, false);
  }

  static ListOf unique(Shape item) {
    return new ListOf(item, true, false);
  }

  static MapOf map(Shape value) {
    return new MapOf(value, ANY_NAME, false);
  }
}
