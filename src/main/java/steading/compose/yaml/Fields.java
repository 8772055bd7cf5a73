package steading.compose.yaml;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import steading.problem.Nearest;
import steading.problem.Place;
import steading.problem.Problems;

/**
 * Reads a mapping key by key: every accessor makes its key a known one and reports a value of the
 * wrong type; {@link #done} reports what nobody asked for. A key that is absent or empty is null.
 */
public final class Fields {
  private static final String PREFIX = "yaml.";

  private final Place place;
  private final Map<String, Node.Entry> entries;
  private final Problems problems;
  private final Set<String> known = new LinkedHashSet<>();

  private Fields(Place place, Map<String, Node.Entry> entries, Problems problems) {
    this.place = place;
    this.entries = entries;
    this.problems = problems;
  }

  /** Reads {@code node}; anything but a mapping is a problem, and then nothing is there. */
  public static Fields of(Node node, Problems problems) {
    if (node instanceof Node.Mapping mapping) {
      return new Fields(mapping.place(), mapping.entries(), problems);
    }
    problems.at(
        node.place(),
        PREFIX + "type",
        "a mapping is expected here, not " + node.kind().replace("empty", "nothing"),
        "write one or more lines of key: value");
    return new Fields(node.place(), Map.of(), problems);
  }

  public Place place() {
    return place;
  }

  /** The place of the key's value, or of the whole mapping when the key is absent. */
  public Place place(String key) {
    Node node = node(key);
    return node == null ? place : node.place();
  }

  /** The place of the key itself, or of the whole mapping when the key is absent. */
  public Place keyPlace(String key) {
    Node.Entry entry = entries.get(key);
    return entry == null ? place : entry.keyPlace();
  }

  public boolean has(String key) {
    return node(key) != null;
  }

  /** Makes keys known that are read elsewhere. */
  public void allow(String... keys) {
    known.addAll(List.of(keys));
  }

  public @Nullable Node node(String key) {
    known.add(key);
    Node.Entry entry = entries.get(key);
    if (entry == null || (entry.value() instanceof Node.Scalar scalar && scalar.isNull())) {
      return null;
    }
    return entry.value();
  }

  public @Nullable String text(String key) {
    Node node = node(key);
    return node == null ? null : textOf(node, "\"" + key + "\"");
  }

  public String text(String key, String fallback) {
    return Objects.requireNonNullElse(text(key), fallback);
  }

  /** The text of a key that must be there; the empty text after a problem. */
  public String requiredText(String key) {
    required(key);
    return text(key, "");
  }

  /** Reports every key of {@code keys} that is absent or empty. */
  public void required(String... keys) {
    for (String key : keys) {
      if (node(key) == null) {
        problems.at(
            place, PREFIX + "missing-key", "\"" + key + "\" is missing", "add " + key + ": …");
      }
    }
  }

  public @Nullable Long number(String key) {
    return parsed(key, "a whole number", Scalars::integer);
  }

  public @Nullable Integer integer(String key) {
    return parsed(key, "a whole number", Scalars::smallInteger);
  }

  public int integer(String key, int fallback) {
    return Objects.requireNonNullElse(integer(key), fallback);
  }

  public @Nullable Double decimal(String key) {
    return parsed(key, "a number", Scalars::decimal);
  }

  public @Nullable Boolean bool(String key) {
    return parsed(key, "true or false", Scalars::bool);
  }

  public boolean bool(String key, boolean fallback) {
    return Objects.requireNonNullElse(bool(key), fallback);
  }

  public @Nullable Duration duration(String key) {
    return parsed(key, "a duration such as 1m30s", Durations::parse);
  }

  public Duration duration(String key, Duration fallback) {
    return Objects.requireNonNullElse(duration(key), fallback);
  }

  /** A size in bytes. */
  public @Nullable Long size(String key) {
    return parsed(key, "a size such as 512m", Sizes::parse);
  }

  /** The items of a list; empty when absent. */
  public List<Node> list(String key) {
    Node node = node(key);
    if (node == null || node instanceof Node.Sequence) {
      return node instanceof Node.Sequence sequence ? sequence.items() : List.of();
    }
    wrong(key, node, "a list");
    return List.of();
  }

  /** A list of single values; empty when absent. */
  public List<String> texts(String key) {
    return list(key).stream()
        .map(item -> textOf(item, "each item of \"" + key + "\""))
        .filter(Objects::nonNull)
        .toList();
  }

  public Node.@Nullable Mapping mapping(String key) {
    Node node = node(key);
    if (node == null || node instanceof Node.Mapping) {
      return (Node.Mapping) node;
    }
    wrong(key, node, "a mapping");
    return null;
  }

  /** The entries of a mapping; empty when absent. */
  public Map<String, Node.Entry> entries(String key) {
    Node.Mapping mapping = mapping(key);
    return mapping == null ? Map.of() : mapping.entries();
  }

  /** A mapping of single values; an empty value is the empty text. */
  public Map<String, String> textMap(String key) {
    Map<String, String> texts = new LinkedHashMap<>();
    entries(key)
        .forEach((name, entry) -> {
          boolean empty = entry.value() instanceof Node.Scalar s && s.isNull();
          String text = empty ? "" : textOf(entry.value(), "\"" + key + "." + name + "\"");
          if (text != null) {
            texts.put(name, text);
          }
        });
    return texts;
  }

  /** Reads the mapping under {@code key}; null when absent. */
  public @Nullable Fields fields(String key) {
    Node.Mapping mapping = mapping(key);
    return mapping == null ? null : of(mapping, problems);
  }

  /** Reports a problem at the value of {@code key}. */
  public void problem(String key, String code, String what, String fix) {
    problems.at(place(key), code, what, fix);
  }

  /** Reports every key that no accessor asked for; keys that begin with {@code x-} are free. */
  public void done() {
    entries.forEach((key, entry) -> {
      if (!known.contains(key) && !key.startsWith("x-")) {
        problems.at(
            entry.keyPlace(),
            PREFIX + "unknown-key",
            "the key \"" + key + "\" is not known here",
            Nearest.hint(key, known));
      } else if (entry.tag() != null) {
        problems.at(
            entry.value().place(),
            PREFIX + "tag",
            "the tag " + entry.tag() + " means nothing here",
            "remove it");
      }
    });
  }

  private @Nullable String textOf(Node node, String subject) {
    if (node instanceof Node.Scalar scalar) {
      return scalar.text();
    }
    problems.at(
        node.place(),
        PREFIX + "type",
        subject + " must be a single value, not " + node.kind(),
        "write one value");
    return null;
  }

  private interface Parser<T> {
    @Nullable T parse(String text);
  }

  private <T> @Nullable T parsed(String key, String expected, Parser<T> parser) {
    Node node = node(key);
    if (node == null) {
      return null;
    }
    T value = node instanceof Node.Scalar scalar ? parser.parse(scalar.text()) : null;
    if (value == null) {
      wrong(key, node, expected);
    }
    return value;
  }

  private void wrong(String key, Node node, String expected) {
    String found =
        node instanceof Node.Scalar scalar
            ? "\"" + Scalars.shown(scalar.text()) + "\""
            : node.kind();
    problems.at(
        node.place(),
        PREFIX + "type",
        "\"" + key + "\" must be " + expected + ", not " + found,
        "write " + expected);
  }
}
