package steading.recipe.reference;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import steading.compose.yaml.Node;
import steading.compose.yaml.Yaml;
import steading.problem.Problems;

/** Reads the example: its keys from the YAML, what they mean from the comments above them. */
final class AnnotatedExample {
  static final String NAME = "example.yaml";

  private static final String REQUIRED = "required";

  private final List<String> lines;
  private final Node root;

  private AnnotatedExample(byte[] bytes) {
    Problems problems = new Problems();
    lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
    root = Objects.requireNonNull(Yaml.parse(NAME, bytes, problems), NAME);
    problems.raiseIfAny();
  }

  /** The keys of a recipe, in the order of the example. */
  static List<Key> keys() {
    AnnotatedExample example = new AnnotatedExample(bytes());
    return example.keys(List.of(example.root));
  }

  static byte[] bytes() {
    try (InputStream in = AnnotatedExample.class.getResourceAsStream(NAME)) {
      return Objects.requireNonNull(in, NAME).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that any of the mappings shows: an example need not show everything in one place. */
  private List<Key> keys(List<Node> mappings) {
    Map<String, List<Node.Entry>> shown = new LinkedHashMap<>();
    for (Node node : mappings) {
      if (node instanceof Node.Mapping mapping) {
        mapping
            .entries()
            .forEach(
                (name, entry) -> shown.computeIfAbsent(name, _ -> new ArrayList<>()).add(entry));
      }
    }
    List<Key> keys = new ArrayList<>();
    shown.forEach((name, entries) -> keys.add(key(name, entries)));
    return keys;
  }

  /** What a key means is said where it comes first. */
  private Key key(String name, List<Node.Entry> entries) {
    List<String> paragraphs = above(entries.getFirst().keyPlace().line());
    String first = paragraphs.isEmpty() ? "" : paragraphs.getFirst().replace('\n', ' ');
    int colon = first.indexOf(": ");
    if (colon < 0) {
      throw new IllegalStateException("nothing says what \"" + name + "\" is: " + first);
    }
    String words = first.substring(0, colon);
    boolean required = words.endsWith(REQUIRED);
    String form = required ? words.substring(0, words.length() - REQUIRED.length() - 2) : words;
    return new Key(
        name,
        form,
        required,
        first.substring(colon + 2),
        paragraphs.subList(1, paragraphs.size()),
        below(form, entries.stream().map(Node.Entry::value).toList()));
  }

  private List<Key> below(String form, List<Node> values) {
    if (form.endsWith(" of texts")) {
      return List.of();
    }
    List<Node> mappings = new ArrayList<>();
    for (Node value : values) {
      switch (value) {
        case Node.Sequence list -> mappings.addAll(list.items());
        case Node.Mapping mapping when form.contains("mapping by ") ->
            mapping.entries().values().forEach(entry -> mappings.add(entry.value()));
        case Node.Mapping mapping -> mappings.add(mapping);
        case Node.Scalar _ -> {
          // Says nothing about keys.
        }
      }
    }
    return keys(mappings);
  }

  /** The paragraphs of the comment right above a line, which are counted from 1. */
  private List<String> above(int line) {
    int start = line - 1;
    while (start > 0 && lines.get(start - 1).strip().startsWith("#")) {
      start--;
    }
    List<String> paragraphs = new ArrayList<>();
    StringBuilder paragraph = new StringBuilder();
    for (String comment : lines.subList(start, line - 1)) {
      String text = comment.strip().substring(1).strip();
      if (text.isEmpty() && !paragraph.isEmpty()) {
        paragraphs.add(paragraph.toString());
        paragraph.setLength(0);
      } else if (!text.isEmpty()) {
        paragraph.append(paragraph.isEmpty() ? "" : "\n").append(text);
      }
    }
    if (!paragraph.isEmpty()) {
      paragraphs.add(paragraph.toString());
    }
    return paragraphs;
  }
}
