package steading.compose.phase;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import steading.compose.yaml.Node;
import steading.compose.yaml.Yaml;
import steading.problem.Place;
import steading.problem.Problems;

/**
 * What the phases of one project share.
 *
 * @param variables what {@code $V} stands for; an included project may know more of them
 * @param filling false: variables stay as they are written
 */
record Context(
    Map<String, String> variables,
    boolean filling,
    Problems problems,
    Problems warnings,
    Reads reads) {

  /** The context of an included project; what is known here wins. */
  Context with(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(more);
    all.putAll(variables);
    return new Context(Map.copyOf(all), filling, problems, warnings, reads);
  }

  /**
   * The documents of a file with variables filled in and in long form; empty after a problem.
   *
   * @param place where the file is named
   */
  List<Node> documents(Path file, Place place) {
    if (!reads.another(file, place, problems)) {
      return List.of();
    }
    if (place.line() > 0 && !Files.isRegularFile(file)) {
      problems.at(
          place, "compose.no-file", file + " is not a file", "name an existing Compose file");
      return List.of();
    }
    Interpolator interpolator = new Interpolator(variables, problems, warnings);
    ShortForms forms = new ShortForms(problems, warnings, filling);
    return Yaml.documents(file, problems).stream()
        .filter(parsed -> reads.grows(parsed, problems))
        .map(parsed -> forms.expand(filling ? interpolator.expand(parsed) : parsed))
        .toList();
  }
}
