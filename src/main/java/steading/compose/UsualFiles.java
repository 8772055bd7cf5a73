package steading.compose;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The files that a directory stands for, by the names and in the order that Compose knows. */
public final class UsualFiles {
  private static final List<String> FILES =
      List.of("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml");
  private static final List<String> OVERRIDES =
      List.of(
          "compose.override.yml",
          "compose.override.yaml",
          "docker-compose.override.yml",
          "docker-compose.override.yaml");

  private UsualFiles() {}

  public static Optional<Path> file(Path directory) {
    return first(directory, FILES);
  }

  /** The usual file and what lies over it; empty when there is none. */
  public static List<Path> in(Path directory) {
    List<Path> files = new ArrayList<>();
    file(directory)
        .ifPresent(file -> {
          files.add(file);
          first(directory, OVERRIDES).ifPresent(files::add);
        });
    return files;
  }

  private static Optional<Path> first(Path directory, List<String> names) {
    return names.stream().map(directory::resolve).filter(Files::isRegularFile).findFirst();
  }
}
