package steading.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One file, or one directory with several and perhaps with {@code options}: command-line options,
 * {@code NAME=value} for the environment, and {@code --no-file} for the usual file.
 */
record OracleCase(
    String name,
    Path directory,
    List<String> globalWords,
    List<String> ownWords,
    Map<String, String> environment) {

  private static final Set<String> GLOBAL = Set.of("-f", "--profile", "--env-file", "-p");
  private static final Set<String> PATHS = Set.of("-f", "--env-file");

  static List<OracleCase> in(Path corpus) {
    try (Stream<Path> files = Files.list(corpus)) {
      return files.sorted().map(OracleCase::of).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static OracleCase of(Path path) {
    String name = String.valueOf(path.getFileName()).replaceFirst("\\.yaml$", "");
    Path directory = Files.isDirectory(path) ? path : Objects.requireNonNull(path.getParent());
    List<String> global = new ArrayList<>();
    List<String> own = new ArrayList<>();
    Map<String, String> environment = new HashMap<>(Oracle.ENVIRONMENT);
    List<String> said = options(directory, path);
    for (int i = 0; i < said.size(); i++) {
      String word = said.get(i);
      if (GLOBAL.contains(word)) {
        String value = said.get(++i);
        global.add(word);
        global.add(PATHS.contains(word) ? directory.resolve(value).toString() : value);
      } else if (word.startsWith("--")) {
        own.add(word);
      } else if (word.contains("=")) {
        environment.put(
            word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
      } else {
        own.add(word);
      }
    }
    boolean usual = own.remove("--no-file");
    if (usual) {
      global.add("--project-directory");
      global.add(directory.toString());
    } else if (!global.contains("-f")) {
      global.add("-f");
      global.add((Files.isDirectory(path) ? path.resolve("compose.yaml") : path).toString());
    }
    return new OracleCase(name, directory, global, own, environment);
  }

  private static List<String> options(Path directory, Path path) {
    Path options = directory.resolve("options");
    if (!Files.isDirectory(path) || !Files.exists(options)) {
      return List.of();
    }
    try {
      return List.of(Files.readString(options).strip().split("\\s+"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A recipe's file, named after its directory. */
  static OracleCase recipe(Path file) {
    OracleCase plain = of(file);
    String name = "recipe " + plain.directory().getFileName();
    return new OracleCase(
        name, plain.directory(), plain.globalWords(), plain.ownWords(), plain.environment());
  }

  Ran ours() {
    List<String> words = new ArrayList<>(List.of("config"));
    words.addAll(globalWords);
    words.addAll(ownWords);
    return Ran.with(environment, "", words.toArray(String[]::new));
  }
}
