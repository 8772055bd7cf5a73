package steading.compose.phase;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import steading.compose.yaml.Node;
import steading.problem.Place;
import steading.problem.Problems;

/** The files that took part, and bounds on how often files are read and on what comes of them. */
final class Reads {
  /** Files that include each other twice would not end in a lifetime. */
  private static final int MOST = 500;

  /** As many as five hundred services of a hundred values each. */
  private static final int MOST_VALUES = 50_000;

  private final Set<Path> files = new LinkedHashSet<>();
  private int count;
  private int values;

  /** False after a problem. */
  boolean another(Path file, Place place, Problems problems) {
    files.add(file);
    count++;
    if (count == MOST + 1) {
      problems.at(
          place,
          "compose.too-many-files",
          "more than " + MOST + " files are read for this project",
          "include and extend fewer files");
    }
    return count <= MOST;
  }

  /** Counts what is added to the project; false once it is too much, which is said once. */
  boolean grows(Node by, Problems problems) {
    if (tooMuch()) {
      return false;
    }
    values += by.size();
    if (tooMuch()) {
      problems.at(
          by.place(),
          "compose.too-large",
          "the project unfolds to more than " + MOST_VALUES + " values",
          "extend and include less, or split the project");
    }
    return !tooMuch();
  }

  boolean tooMuch() {
    return values > MOST_VALUES;
  }

  List<Path> files() {
    return List.copyOf(files);
  }
}
