package steading.app;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import steading.compose.yaml.Node;
import steading.compose.yaml.Yaml;
import steading.problem.Place;
import steading.problem.Problem;
import steading.problem.Problems;

/** Finds where in app.yaml a value stands that turned out wrong only together with its recipe. */
final class FilePlaces {
  private final @Nullable Node root;

  FilePlaces(Path file) {
    this.root = Files.isRegularFile(file) ? Yaml.read(file, new Problems()) : null;
  }

  /** Null when the file does not say this: then the value was given by other means. */
  @Nullable Place of(String value, String... path) {
    Node node = root;
    for (String key : path) {
      node = node instanceof Node.Mapping mapping ? mapping.get(key) : null;
    }
    return node instanceof Node.Scalar scalar && scalar.text().equals(value)
        ? scalar.place()
        : null;
  }

  /** Where the last of these keys itself stands; null when the file does not say it. */
  @Nullable Place ofKey(String... path) {
    Node node = root;
    Place place = null;
    for (String key : path) {
      Node.Entry entry = node instanceof Node.Mapping mapping ? mapping.entries().get(key) : null;
      node = entry == null ? null : entry.value();
      place = entry == null ? null : entry.keyPlace();
    }
    return place;
  }

  static Problem placed(@Nullable Place place, Problem problem) {
    return new Problem(
        problem.code(), problem.exit(), place, problem.what(), problem.why(), problem.fix());
  }
}
