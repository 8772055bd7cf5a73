package steading.compose.phase;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import steading.problem.Problem;
import steading.problem.Problems;

/** Makes trees of Compose text in a directory of its own, and looks into them. */
final class Trees {
  final Path directory;
  final Map<String, String> variables = new HashMap<>();
  final Set<String> profiles = new HashSet<>();
  final Problems problems = new Problems();
  final Problems warnings = new Problems();
  private final List<Path> files = new ArrayList<>();
  boolean filling = true;

  Trees(Path directory) {
    this.directory = directory;
  }

  Trees file(String name, String text) {
    try {
      Path file = directory.resolve(name);
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** One more file for the project. */
  Trees layer(String text) {
    String name = "layer" + files.size() + ".yaml";
    files.add(directory.resolve(name));
    return file(name, text);
  }

  ProjectTree load() {
    return ProjectTree.load(
        new ProjectTree.Request(files, variables, "demo", directory, profiles, filling, false),
        problems,
        warnings);
  }

  Map<String, @Nullable Object> canonical() {
    Map<String, @Nullable Object> canonical = load().canonical(false);
    assertThat(problems.list().stream().map(Problem::text)).isEmpty();
    return canonical;
  }

  /** What stands at a path such as {@code services.web.user} in the canonical form. */
  @Nullable Object at(String path) {
    Object at = canonical();
    for (String step : path.split("\\.")) {
      at = at instanceof Map<?, ?> map ? map.get(step) : null;
    }
    return at;
  }

  /** All problems, as {@code file:line:column code}. */
  List<String> told() {
    load();
    return problems.list().stream()
        .map(problem ->
            problem.place() == null
                ? problem.code()
                : directory.relativize(Path.of(problem.place().file()))
                    + ":"
                    + problem.place().line()
                    + ":"
                    + problem.place().column()
                    + " "
                    + problem.code())
        .toList();
  }
}
