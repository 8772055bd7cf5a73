package steading.journey;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The recipe hello for tests in which two of it start side by side with what else a loaded machine
 * does: its health checks may take longer. The images are those of hello.
 */
final class PatientHello {
  private PatientHello() {}

  static void install(Installation stead) throws IOException {
    Path catalog = stead.home.resolve("recipes");
    for (Path file : files()) {
      Path copy = catalog.resolve("hello").resolve(Path.of("recipes/hello").relativize(file));
      Files.createDirectories(copy.getParent());
      if (file.endsWith("compose.yaml")) {
        Files.writeString(copy, Files.readString(file).replace("timeout: 20s", "timeout: 60s"));
      } else if (!Files.isDirectory(file)) {
        Files.copy(file, copy);
      }
    }
    Files.writeString(
        stead.home.resolve("steading.yaml"),
        Installation.QUIET + "recipes: [\"" + catalog + "\"]\n");
    stead.stead("install", "hello", "--host", "hello.localhost", "--yes").ok();
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("recipes/hello"))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
