package steading.compose.phase;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import steading.compose.yaml.Node;
import steading.compose.yaml.Scalars;
import steading.problem.Place;
import steading.problem.Problem;
import steading.problem.Problems;

/** Fills variables into the values of a tree; keys stay as they are. */
final class Interpolator {
  private static final int MAX_TOTAL = 16 << 20;

  private final Map<String, String> variables;
  private final Problems problems;
  private final Problems warnings;

  /** A value that several aliases share is expanded, and complained about, once. */
  private final IdentityHashMap<Node, Node> done = new IdentityHashMap<>();

  private int total;

  Interpolator(Map<String, String> variables, Problems problems, Problems warnings) {
    this.variables = variables;
    this.problems = problems;
    this.warnings = warnings;
  }

  Node expand(Node node) {
    Node known = done.get(node);
    if (known != null) {
      return known;
    }
    Node expanded =
        switch (node) {
          case Node.Scalar scalar -> scalar(scalar);
          case Node.Sequence sequence -> {
            List<Node> items = new ArrayList<>();
            sequence.items().forEach(item -> items.add(expand(item)));
            yield new Node.Sequence(sequence.place(), items);
          }
          case Node.Mapping mapping -> {
            Map<String, Node.Entry> entries = new LinkedHashMap<>();
            mapping
                .entries()
                .forEach((key, entry) -> entries.put(key, Edit.with(entry, expand(entry.value()))));
            yield new Node.Mapping(mapping.place(), entries);
          }
        };
    done.put(node, expanded);
    return expanded;
  }

  private Node scalar(Node.Scalar scalar) {
    if (scalar.text().indexOf('$') < 0 || total > MAX_TOTAL) {
      return scalar;
    }
    try {
      String text =
          Template.expand(scalar.text(), variables, variable -> unset(variable, scalar.place()));
      total += text.length();
      if (total > MAX_TOTAL) {
        throw new Template.Malformed("the file grows beyond " + (MAX_TOTAL >> 20) + " MiB");
      }
      return new Node.Scalar(scalar.place(), text, false);
    } catch (Template.Malformed e) {
      problems.add(
          Problem.at(
                  scalar.place(),
                  "compose.interpolation",
                  "the variables in \"" + Scalars.shown(scalar.text()) + "\" cannot be filled in",
                  "give the variable a value, or write $$ where a dollar sign is meant")
              .because(String.valueOf(e.getMessage())));
      return scalar;
    }
  }

  private void unset(String variable, Place place) {
    warnings.at(
        place,
        "compose.unset-variable",
        "the variable " + variable + " has no value and becomes empty",
        "give it a value, or a default: ${" + variable + ":-default}");
  }
}
