package steading.compose.phase;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import steading.compose.yaml.Node;
import steading.problem.Place;

/** Makes the nodes of long forms; each takes the place of the short form it stands for. */
public final class Forms {
  private Forms() {}

  public static Node text(Place place, String text) {
    return new Node.Scalar(place, text, false);
  }

  /** A value that YAML's own types apply to, such as {@code true}. */
  static Node bare(Place place, String text) {
    return new Node.Scalar(place, text, true);
  }

  static Node nothing(Place place) {
    return new Node.Scalar(place, "", true);
  }

  public static boolean isNothing(Node node) {
    return node instanceof Node.Scalar scalar && scalar.isNull();
  }

  public static Node mapping(Place place, Map<String, Node> values) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    values.forEach((key, value) -> entries.put(key, new Node.Entry(place, value)));
    return new Node.Mapping(place, entries);
  }

  static Node mapping(Place place, String key, String text) {
    return mapping(place, Map.of(key, text(place, text)));
  }

  /** The sequence with each item replaced by what {@code change} makes of it. */
  static Node.Sequence items(Node.Sequence sequence, Function<Node, List<Node>> change) {
    List<Node> items = new ArrayList<>();
    sequence.items().forEach(item -> items.addAll(change.apply(item)));
    return new Node.Sequence(sequence.place(), items);
  }

  /** The mapping with the values of some keys replaced by their long forms. */
  static Node.Mapping values(Node.Mapping mapping, Map<String, Form> forms) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach((key, entry) -> {
          Form form = forms.get(key);
          Node value =
              form == null || isNothing(entry.value()) ? entry.value() : form.expand(entry.value());
          entries.put(key, new Node.Entry(entry.keyPlace(), value, entry.tag()));
        });
    return new Node.Mapping(mapping.place(), entries);
  }

  /** Turns what may be a short form into the long form; what is neither stays for the reader. */
  interface Form {
    Node expand(Node node);
  }
}
