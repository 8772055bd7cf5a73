package steading.app;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import steading.compose.yaml.Node;
import steading.compose.yaml.Yaml;
import steading.compose.yaml.YamlWriter;
import steading.problem.Place;
import steading.problem.Problems;

/**
 * The lines of a YAML file together with what they mean. Edits work on the usual ways of writing;
 * for the rest they may go wrong, so whoever edits reads the outcome back.
 */
final class Page {
  private final List<String> lines;
  private final Node.Mapping root;

  private Page(List<String> lines, Node.Mapping root) {
    this.lines = lines;
    this.root = root;
  }

  static Optional<Page> of(String text) {
    Node root = Yaml.parse("", text.getBytes(StandardCharsets.UTF_8), new Problems());
    String ended = text.endsWith("\n") ? text : text + "\n";
    return root instanceof Node.Mapping mapping
        ? Optional.of(new Page(List.of(ended.split("(?<=\n)")), mapping))
        : Optional.empty();
  }

  String text() {
    return String.join("", lines);
  }

  /** Sets the value at {@code path}, adding the last key of the path where it is missing. */
  Page value(List<String> path, Object value) {
    String key = path.getLast();
    Node.Mapping parent = mapping(path);
    Node.Entry entry = parent.entries().get(key);
    if (entry == null) {
      return added(path, value);
    }
    String written = YamlWriter.write(value).stripTrailing();
    Span span = entry.value() instanceof Node.Scalar scalar ? span(scalar) : null;
    if (span == null || written.contains("\n")) {
      int at = index(entry.keyPlace());
      List<String> changed = new ArrayList<>(without(path).lines);
      changed.addAll(at, block(Map.of(key, value), entry.keyPlace().column() - 1));
      return reread(changed);
    }
    String line = lines.get(span.line);
    // An empty value has no space of its own behind the colon.
    boolean tight = span.from > 0 && line.charAt(span.from - 1) == ':';
    return replaced(span, (tight ? " " : "") + written);
  }

  /** Removes a key with everything under it; its neighbours' comments stay. */
  Page without(List<String> path) {
    Node.Entry entry = mapping(path).entries().get(path.getLast());
    if (entry == null) {
      return this;
    }
    List<String> changed = new ArrayList<>(lines);
    changed.subList(index(entry.keyPlace()), end(path)).clear();
    return reread(changed);
  }

  /** Makes the list at {@code key} hold exactly these items. */
  Page items(String key, List<String> wanted) {
    if (!(root.get(key) instanceof Node.Sequence list) || list.items().isEmpty()) {
      return this;
    }
    String first = lines.get(index(list.place()));
    int open = offset(first, list.place());
    int close = first.indexOf(']', open);
    if (first.charAt(open) == '[') {
      String inside = wanted.stream().map(Page::word).collect(Collectors.joining(", "));
      return close < 0
          ? this
          : replaced(new Span(index(list.place()), open, close + 1), "[" + inside + "]");
    }
    return itemLines(list, wanted);
  }

  private Page itemLines(Node.Sequence list, List<String> wanted) {
    Set<String> missing = new LinkedHashSet<>(wanted);
    List<String> changed = new ArrayList<>(lines);
    int last = index(list.items().getLast().place());
    String margin = lines.get(last).substring(0, lines.get(last).indexOf('-'));
    for (Node item : list.items()) {
      missing.remove(item instanceof Node.Scalar scalar ? scalar.text() : "");
    }
    changed.addAll(
        last + 1, missing.stream().map(word -> margin + "- " + word(word) + lineBreak()).toList());
    for (Node item : list.items().reversed()) {
      if (item instanceof Node.Scalar scalar && !wanted.contains(scalar.text())) {
        changed.remove(index(item.place()));
      }
    }
    return reread(changed);
  }

  /** Inserts whole lines behind the first of {@code behind} that is here, else at the top. */
  Page inserted(String block, List<String> behind) {
    int at =
        behind.stream()
            .filter(root.entries()::containsKey)
            .findFirst()
            .map(key -> end(List.of(key)))
            .orElseGet(() -> top());
    List<String> changed = new ArrayList<>(lines);
    changed.addAll(at, broken(block, ""));
    return reread(changed);
  }

  private int top() {
    return root.entries().values().stream()
        .mapToInt(entry -> index(entry.keyPlace()))
        .min()
        .orElse(0);
  }

  private Page added(List<String> path, Object value) {
    Node.Mapping parent = mapping(path);
    if (path.size() == 1 || parent.entries().isEmpty()) {
      return this;
    }
    String last = List.copyOf(parent.entries().keySet()).getLast();
    Node.Entry neighbour = parent.entries().get(last);
    int indent = neighbour == null ? 0 : neighbour.keyPlace().column() - 1;
    List<String> changed = new ArrayList<>(lines);
    changed.addAll(
        end(List.of(path.getFirst(), last)), block(Map.of(path.getLast(), value), indent));
    return reread(changed);
  }

  private List<String> block(Map<String, Object> entry, int indent) {
    return broken(YamlWriter.write(entry), " ".repeat(indent));
  }

  private List<String> broken(String block, String margin) {
    return block.lines().map(line -> (line.isEmpty() ? "" : margin + line) + lineBreak()).toList();
  }

  private Page replaced(Span span, String words) {
    String line = lines.get(span.line);
    List<String> changed = new ArrayList<>(lines);
    changed.set(span.line, line.substring(0, span.from) + words + line.substring(span.to));
    return reread(changed);
  }

  private Page reread(List<String> changed) {
    return of(String.join("", changed)).orElse(this);
  }

  private Node.Mapping mapping(List<String> path) {
    Node.Mapping mapping = root;
    for (String key : path.subList(0, path.size() - 1)) {
      if (mapping.get(key) instanceof Node.Mapping inner) {
        mapping = inner;
      }
    }
    return mapping;
  }

  /**
   * The line behind the last line of an entry, blank lines and comments before the next left out.
   */
  private int end(List<String> path) {
    Node.Mapping mapping = mapping(path);
    Node.Entry entry = mapping.entries().get(path.getLast());
    int start = entry == null ? 0 : index(entry.keyPlace());
    int limit = path.size() == 1 ? lines.size() : end(path.subList(0, path.size() - 1));
    int end =
        mapping.entries().values().stream()
            .mapToInt(other -> index(other.keyPlace()))
            .filter(line -> line > start)
            .min()
            .orElse(limit);
    while (end > start + 1 && isQuiet(lines.get(end - 1))) {
      end--;
    }
    return end;
  }

  private static boolean isQuiet(String line) {
    return line.isBlank() || line.stripLeading().startsWith("#") || line.startsWith("...");
  }

  private static String word(String text) {
    return YamlWriter.write(text).stripTrailing();
  }

  private String lineBreak() {
    return lines.getFirst().endsWith("\r\n") ? "\r\n" : "\n";
  }

  private static int index(Place place) {
    return place.line() - 1;
  }

  private static int offset(String line, Place place) {
    return line.offsetByCodePoints(0, place.column() - 1);
  }

  private record Span(int line, int from, int to) {}

  /** Where a value stands; null when it is not on one line. */
  private @Nullable Span span(Node.Scalar scalar) {
    int at = index(scalar.place());
    if (at >= lines.size()) {
      return null;
    }
    String line = lines.get(at);
    int from = offset(line, scalar.place());
    if (scalar.plain()) {
      return line.startsWith(scalar.text(), from)
          ? new Span(at, from, from + scalar.text().length())
          : null;
    }
    char quote = from < line.length() ? line.charAt(from) : ' ';
    if (quote != '\'' && quote != '"') {
      return null;
    }
    for (int i = from + 1; i < line.length(); i++) {
      if (quote == '"' && line.charAt(i) == '\\') {
        i++;
      } else if (line.charAt(i) == quote) {
        if (quote == '"' || !line.startsWith("''", i)) {
          return new Span(at, from, i + 1);
        }
        i++;
      }
    }
    return null;
  }
}
