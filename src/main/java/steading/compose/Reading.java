package steading.compose;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import steading.compose.phase.Forms;
import steading.compose.phase.Pairs;
import steading.compose.yaml.Fields;
import steading.compose.yaml.Node;
import steading.problem.Problem;
import steading.problem.Problems;

/** What all readers of one project share. */
record Reading(
    Path directory,
    Map<String, String> variables,
    Problems problems,
    Problems warnings,
    Map<String, List<Path>> envFiles) {

  private static final Set<String> LOOSE_TRUE = Set.of("1", "t", "y", "yes", "on");
  private static final Set<String> LOOSE_FALSE = Set.of("0", "f", "n", "no", "off");

  /** Keys that Compose knows and that would be lost: never silently. */
  void unsupported(Fields fields, String... keys) {
    refused(fields, "", "remove it", keys);
  }

  /** Keys that Compose knows and that cannot be had here, for a reason. */
  void refused(Fields fields, String why, String fix, String... keys) {
    fields.allow(keys);
    Arrays.stream(keys)
        .filter(fields::has)
        .forEach(key ->
            problems.add(
                Problem.at(
                        fields.keyPlace(key),
                        "compose.unsupported",
                        "the Compose key \"" + key + "\" is not supported",
                        fix)
                    .because(why)));
  }

  /** Keys that Compose knows and that change nothing on a server. */
  void withoutEffect(Fields fields, String why, String... keys) {
    fields.allow(keys);
    Arrays.stream(keys)
        .filter(fields::has)
        .forEach(key ->
            warnings.at(
                fields.keyPlace(key),
                "compose.no-effect",
                "the key \"" + key + "\" has no effect here: " + why,
                "remove it"));
  }

  /** A boolean that may be written the old way, which Compose accepts with a warning, too. */
  boolean flag(Fields fields, String key, boolean fallback) {
    String text =
        fields.node(key) instanceof Node.Scalar s ? s.text().toLowerCase(Locale.ROOT) : "";
    boolean yes = LOOSE_TRUE.contains(text);
    if (!yes && !LOOSE_FALSE.contains(text)) {
      return fields.bool(key, fallback);
    }
    warnings.at(
        fields.place(key),
        "compose.loose-boolean",
        "\"" + text + "\" is no boolean of YAML 1.2",
        "write " + yes);
    return yes;
  }

  boolean flag(Fields fields, String key) {
    return flag(fields, key, false);
  }

  /** A size in bytes; 0 when absent, and for {@code -1}, which Compose reads as no limit. */
  long size(Fields fields, String key) {
    if (fields.node(key) instanceof Node.Scalar scalar && scalar.text().equals("-1")) {
      return 0;
    }
    Long size = fields.size(key);
    return size == null ? 0 : size;
  }

  /** The path of a file on this machine, absolute; null after a problem. */
  @Nullable Path file(Fields fields, String key, String text) {
    if (!text.startsWith("~")) {
      try {
        return directory.resolve(text).normalize();
      } catch (InvalidPathException e) {
        fields.problem(
            key, "compose.path", "this is no path", "write a path without odd characters");
        return null;
      }
    }
    fields.problem(
        key,
        "compose.path",
        "\"~\" means nothing on a server",
        "write a path relative to the project directory");
    return null;
  }

  /** A list of single values, or one of them alone. */
  List<String> listed(Fields fields, String key) {
    return fields.node(key) instanceof Node.Scalar
        ? List.of(fields.text(key, ""))
        : fields.texts(key);
  }

  /** As {@link #pairs}; a name without a value takes the variable's, or is left out. */
  Map<String, String> environment(Fields fields, String key) {
    Node node = fields.node(key);
    return node == null
        ? Map.of()
        : ProgramReader.known(
            Fields.of(Forms.mapping(node.place(), Map.of(key, Pairs.of(node))), problems),
            key,
            variables);
  }

  /** As {@link #texts}, but a list of {@code NAME=value} is understood, too. */
  Map<String, String> pairs(Fields fields, String key) {
    Node node = fields.node(key);
    if (node == null) {
      return Map.of();
    }
    return texts(
        Fields.of(Forms.mapping(node.place(), Map.of(key, Pairs.of(node))), problems), key);
  }

  /** Key and value; a value that is absent is the empty text. */
  static Map<String, String> texts(Fields fields, String key) {
    return new LinkedHashMap<>(fields.textMap(key));
  }
}
