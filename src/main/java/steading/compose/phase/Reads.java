package steading.compose.phase;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import steading.problem.Place;
import steading.problem.Problems;

/** The files that took part, and a bound on how often files are read. */
final class Reads {
  /** Files that include each other twice would not end in a lifetime. */
  private static final int MOST = 500;

  private final Set<Path> files = new LinkedHashSet<>();
  private int count;

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

  List<Path> files() {
    return List.copyOf(files);
  }
}
