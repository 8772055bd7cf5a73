package steading.compose;

import static org.assertj.core.api.Assertions.assertThat;

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
import steading.compose.phase.ProjectTree;
import steading.problem.Problem;
import steading.problem.Problems;

/** Loads Compose text in a directory of its own, and reads back what a test asks about. */
final class Loading {
  final Path directory;
  final Map<String, String> variables = new HashMap<>();
  final Problems problems = new Problems();
  final Problems warnings = new Problems();
  private final List<Path> files = new ArrayList<>();

  Loading(Path directory) {
    this.directory = directory;
  }

  Loading with(String variable, String value) {
    variables.put(variable, value);
    return this;
  }

  Loading file(String name, String text) {
    try {
      Files.createDirectories(Objects.requireNonNull(directory.resolve(name).getParent()));
      Files.writeString(directory.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Adds a Compose file to those that {@link #project} loads. */
  Loading compose(String text) {
    String name = "compose" + files.size() + ".yaml";
    files.add(directory.resolve(name));
    return file(name, text);
  }

  /** Adds a file with one service {@code web}, whose keys are {@code keys}. */
  Loading web(String keys) {
    return compose("services:\n  web:\n    image: nginx\n" + keys.indent(4));
  }

  Project project() {
    return ComposeLoader.load(files, variables, "demo", directory, problems, warnings);
  }

  /** The normalised tree, with every service switched on. */
  ProjectTree tree() {
    return ProjectTree.load(
        new ProjectTree.Request(files, variables, "demo", directory, Set.of("*"), true, true),
        problems,
        warnings);
  }

  Service service() {
    Service web = project().services().get("web");
    assertThat(problems.list().stream().map(Problem::text)).isEmpty();
    return Objects.requireNonNull(web);
  }

  /** The only problem, as {@code line:column code}. */
  String problem() {
    project();
    assertThat(problems.list().stream().map(Loading::brief)).hasSize(1);
    return brief(problems.list().getFirst());
  }

  static String brief(Problem problem) {
    var place = problem.place();
    return place == null
        ? problem.code()
        : place.line() + ":" + place.column() + " " + problem.code();
  }

  List<String> refused(String... grants) {
    Project project = project();
    assertThat(problems.list().stream().map(Problem::text)).isEmpty();
    return Policy.check(project, Set.of(grants)).stream().map(Problem::text).toList();
  }
}
