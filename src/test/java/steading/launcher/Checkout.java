package steading.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A copy of this checkout, without anything built, to start {@code stead} in. */
final class Checkout {
  private static final List<String> PARTS =
      List.of("stead", "bin", "pom.xml", "LICENSE", ".mvn", "src/main");
  private static final long LIMIT_SECONDS = 300;

  private final Path directory;

  private Checkout(Path directory) {
    this.directory = directory;
  }

  /** How a command ended and what it wrote. */
  record Ended(int status, String out, String err) {}

  static Checkout in(Path directory) throws IOException {
    for (String part : PARTS) {
      copy(Path.of(part), directory.resolve(part));
    }
    return new Checkout(directory);
  }

  Path path(String name) {
    return directory.resolve(name);
  }

  /** The jars that were built, the oldest first. */
  List<Path> jars() throws IOException {
    return apps(".jar");
  }

  List<Path> apps(String suffix) throws IOException {
    try (Stream<Path> files = Files.list(path("target/app"))) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    }
  }

  Ended stead(String... arguments) throws IOException, InterruptedException {
    return run(path("stead"), Map.of(), arguments);
  }

  Ended run(Path command, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("stead", ".out");
    Path err = Files.createTempFile("stead", ".err");
    try {
      ProcessBuilder builder = builder(command, environment, arguments);
      Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(
            command + " did not end; it wrote: " + Files.readString(err));
      }
      return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  /** Not in the checkout's own directory: the command must work from anywhere. */
  ProcessBuilder builder(Path command, Map<String, String> environment, String... arguments) {
    List<String> line = new ArrayList<>(List.of(command.toString()));
    line.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(line).directory(Path.of("/").toFile());
    builder.environment().put("STEADING_HOME", path("home").toString());
    builder.environment().putAll(environment);
    return builder;
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    try (Stream<Path> files = Files.walk(from)) {
      files.forEach(file -> copyOne(file, to.resolve(from.relativize(file).toString())));
    }
  }

  private static void copyOne(Path from, Path to) {
    try {
      if (Files.isDirectory(from)) {
        Files.createDirectories(to);
      } else {
        Files.copy(
            from, to, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
