package steading.compose.phase;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import steading.compose.yaml.Node;
import steading.problem.Place;
import steading.problem.Problems;

/** What a project is called: as it was asked for, as its files say, or as its directory. */
final class ProjectName {
  private ProjectName() {}

  /**
   * @param asked empty when nobody asked for a name
   */
  static String of(String asked, List<Node> files, Context context, Path directory) {
    String name = asked;
    Place place = Place.of(directory.toString());
    for (Node file : files) {
      String written = file instanceof Node.Mapping mapping ? Edit.text(mapping, "name") : null;
      if (asked.isEmpty() && written != null && !written.isEmpty()) {
        name = plain(written);
        place = file.place();
      }
    }
    if (name.isEmpty()) {
      Path last = directory.getFileName();
      name = plain(last == null ? "" : last.toString());
    }
    check(name, place, context.problems());
    return name;
  }

  private static void check(String name, Place place, Problems problems) {
    if (!name.matches("[a-z0-9][a-z0-9_-]{0,62}")) {
      problems.at(
          place,
          "compose.name",
          "\"" + name + "\" is no project name",
          "use lower-case letters, digits, - and _, beginning with a letter or digit");
    }
  }

  private static String plain(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "").replaceFirst("^[_-]+", "");
  }
}
