package steading.compose.schema;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import steading.compose.yaml.Node;
import steading.compose.yaml.Scalars;
import steading.problem.Nearest;
import steading.problem.Place;
import steading.problem.Problems;

/** Holds a tree in long form against its shape, and tells every place that does not fit. */
public final class Validator {
  private final Problems problems;

  /** Without variables filled in, what a text will become is not known yet. */
  private final boolean filledIn;

  public Validator(Problems problems, boolean filledIn) {
    this.problems = problems;
    this.filledIn = filledIn;
  }

  public void check(Node node, Shape shape) {
    check("this", node, shape);
  }

  private void check(String name, Node node, Shape shape) {
    switch (shape) {
      case Shape.Anything anything -> {}
      case Shape.Value value -> value(name, node, value);
      case Shape.ListOf list -> list(name, node, list);
      case Shape.MapOf map -> map(name, node, map);
      case Shape.Keys keys -> keys(name, node, keys);
      case Shape.Either either -> {
        boolean full = node instanceof Node.Mapping;
        check(name, node, full ? either.full() : either.one());
      }
    }
  }

  private void value(String name, Node node, Shape.Value value) {
    if (!(node instanceof Node.Scalar scalar)) {
      wrong(name, node, value.kind().expected());
      return;
    }
    boolean variable = value.kind() == Kind.VARIABLE && scalar.isNull();
    Object read = value.kind().read(scalar);
    if (read == null && !variable) {
      wrong(name, node, value.kind().expected());
    } else if (!value.choices().isEmpty()
        && !value.choices().contains(scalar.text())
        && (filledIn || !scalar.text().contains("$"))
        && !scalar.text().startsWith("every_")) {
      problems.at(
          node.place(),
          "compose.choice",
          "\"" + name + "\" cannot be \"" + Scalars.shown(scalar.text()) + "\"",
          "use one of " + String.join(", ", value.choices()));
    }
  }

  private void list(String name, Node node, Shape.ListOf shape) {
    if (!(node instanceof Node.Sequence sequence)) {
      wrong(name, node, "a list");
      return;
    }
    Set<Object> seen = new HashSet<>();
    for (Node item : sequence.items()) {
      check("each item of \"" + name + "\"", item, shape.item());
      if (shape.unique() && !seen.add(Plain.of(item))) {
        problems.at(
            item.place(),
            "compose.twice",
            "this stands twice in \"" + name + "\"",
            "remove one of the two");
      }
    }
  }

  private void map(String name, Node node, Shape.MapOf shape) {
    if (!(node instanceof Node.Mapping mapping)) {
      wrong(name, node, "a mapping");
      return;
    }
    mapping
        .entries()
        .forEach((key, entry) -> {
          if (!key.matches(shape.names())) {
            problems.at(
                entry.keyPlace(),
                "compose.name",
                "\"" + Scalars.shown(key) + "\" is no name",
                "use letters, digits, ., - and _");
          }
          boolean nothing = entry.value() instanceof Node.Scalar scalar && scalar.isNull();
          if (!nothing || !shape.nothing()) {
            check(key, entry.value(), shape.value());
          }
        });
  }

  private void keys(String name, Node node, Shape.Keys shape) {
    if (!(node instanceof Node.Mapping mapping)) {
      wrong(name, node, "a mapping");
      return;
    }
    for (Map.Entry<String, Node.Entry> each : mapping.entries().entrySet()) {
      Shape.Key key = shape.keys().get(each.getKey());
      if (key != null) {
        Node value = each.getValue().value();
        boolean nothing = value instanceof Node.Scalar scalar && scalar.isNull();
        if (!nothing || !key.is(Shape.Trait.NULLABLE)) {
          check(key.name(), value, key.shape());
        }
      } else if (!shape.open() || !each.getKey().startsWith("x-")) {
        unknown(each.getKey(), each.getValue().keyPlace(), shape);
      }
    }
    for (Shape.Key key : shape.keys().values()) {
      if (key.is(Shape.Trait.REQUIRED) && !mapping.entries().containsKey(key.name())) {
        problems.at(
            node.place(),
            "yaml.missing-key",
            "\"" + key.name() + "\" is missing",
            "add " + key.name() + ": …");
      }
    }
  }

  private void unknown(String key, @Nullable Place place, Shape.Keys shape) {
    problems.at(
        place == null ? Place.of(key) : place,
        "yaml.unknown-key",
        "the key \"" + Scalars.shown(key) + "\" is not known here",
        Nearest.hint(key, shape.keys().keySet()));
  }

  private void wrong(String name, Node node, String expected) {
    if (!filledIn && node instanceof Node.Scalar scalar && scalar.text().contains("$")) {
      return;
    }
    String subject = name.startsWith("each item") ? name : "\"" + Scalars.shown(name) + "\"";
    String found =
        node instanceof Node.Scalar scalar && !scalar.isNull()
            ? "\"" + Scalars.shown(scalar.text()) + "\""
            : node.kind().replace("empty", "nothing");
    problems.at(
        node.place(),
        "yaml.type",
        subject + " must be " + expected + ", not " + found,
        "write " + expected);
  }
}
