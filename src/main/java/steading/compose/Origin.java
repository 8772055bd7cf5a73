package steading.compose;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import steading.problem.Place;

/**
 * Where a project comes from.
 *
 * @param directory the project directory, absolute; empty when the project was not read from files
 * @param places where things stand, such as {@code services.web.mounts.0}; see {@link #place}
 * @param files the Compose files that others include or extend
 * @param envFiles by service, the files whose variables are already part of its environment
 */
public record Origin(
    Path directory, Map<String, Place> places, Map<String, List<Path>> envFiles, List<Path> files) {
  public static final Origin NONE = new Origin(Path.of(""), Map.of(), Map.of(), List.of());

  public Origin {
    files = List.copyOf(files);
    places = Project.ordered(places);
    Map<String, List<Path>> copy = new LinkedHashMap<>();
    envFiles.forEach((service, read) -> copy.put(service, List.copyOf(read)));
    envFiles = Project.ordered(copy);
  }

  /** The same project, of files that are elsewhere. */
  public Origin with(Map<String, List<Path>> changedEnvFiles, List<Path> changedFiles) {
    return new Origin(directory, places, changedEnvFiles, changedFiles);
  }

  /** The place of {@code path}, or of the nearest thing around it that has one. */
  public Place place(String path) {
    String at = path;
    while (true) {
      Place place = places.get(at);
      if (place != null) {
        return place;
      }
      int dot = at.lastIndexOf('.');
      if (dot < 0) {
        return Place.of(path);
      }
      at = at.substring(0, dot);
    }
  }
}
