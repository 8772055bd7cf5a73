package steading.compose;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import steading.compose.phase.ProjectTree;
import steading.compose.yaml.Fields;
import steading.compose.yaml.Node;
import steading.compose.yaml.Scalars;
import steading.problem.Place;
import steading.problem.Problem;
import steading.problem.Problems;

/**
 * Turns Compose files into a project: the phases make one tree of them, and the readers read it.
 */
public final class ComposeLoader {
  private static final int PLACES_DEPTH = 5;
  private static final int MAX_DEFINITIONS = 1000;

  private final ProjectTree tree;
  private final Reading reading;
  private final Map<String, Place> places = new LinkedHashMap<>();

  private ComposeLoader(ProjectTree tree, Reading reading) {
    this.tree = tree;
    this.reading = reading;
  }

  /**
   * As {@link #load(List, Map, String, Path, Problems, Problems)}, for callers without a place for
   * warnings.
   */
  public static Project load(
      List<Path> files,
      Map<String, String> variables,
      String projectName,
      Path projectDirectory,
      Problems problems) {
    return load(files, variables, projectName, projectDirectory, problems, new Problems());
  }

  /**
   * Loads {@code files}, the later ones over the earlier ones. Never throws for what is in the
   * files: with problems, the project holds what could be understood and must not be used.
   *
   * @param projectName empty: the {@code name} in the files, or else the directory's
   */
  public static Project load(
      List<Path> files,
      Map<String, String> variables,
      String projectName,
      Path projectDirectory,
      Problems problems,
      Problems warnings) {
    Path directory = projectDirectory.toAbsolutePath().normalize();
    ProjectTree.Request request =
        new ProjectTree.Request(files, variables, projectName, directory, Set.of("*"), true, true);
    Problems inTree = new Problems();
    ProjectTree tree = ProjectTree.load(request, inTree, warnings);
    Problems inModel = new Problems();
    Reading reading =
        new Reading(directory, variables, inModel, warnings, new LinkedHashMap<>(tree.envFiles()));
    Set<Path> named = new HashSet<>();
    files.forEach(file -> named.add(file.toAbsolutePath().normalize()));
    List<Path> others = tree.files().stream().filter(file -> !named.contains(file)).toList();
    Project project = new ComposeLoader(tree, reading).project(directory, others);
    Set<@Nullable Place> told = new HashSet<>();
    for (Problem problem : inTree.list()) {
      told.add(problem.place());
      problems.add(problem);
    }
    // What does not fit is told once: the readers trip over the same places again.
    inModel.list().stream()
        .filter(problem -> !told.contains(problem.place()))
        .distinct()
        .forEach(problems::add);
    return project;
  }

  private Project project(Path directory, List<Path> others) {
    Fields top = Fields.of(ReaderForms.of(tree.root()), reading.problems());
    DefinitionReader definitions = new DefinitionReader(reading);
    top.allow("name", "models");
    Project project =
        new Project(
            tree.name(),
            read(top, "services", (key, node) -> new ServiceReader(reading, key, node).read()),
            read(top, "networks", definitions::network),
            read(top, "volumes", definitions::volume),
            read(top, "configs", definitions::source),
            read(top, "secrets", definitions::source),
            new Origin(directory, places, reading.envFiles(), others));
    top.done();
    return project;
  }

  private <T> Map<String, T> read(
      Fields top, String key, BiFunction<String, Node, @Nullable T> reader) {
    Map<String, T> found = new LinkedHashMap<>();
    if (top.entries(key).size() > MAX_DEFINITIONS) {
      top.problem(
          key, "compose.too-many", "more than " + MAX_DEFINITIONS + " " + key, "split the project");
      return found;
    }
    top.entries(key)
        .forEach((name, entry) -> {
          if (!name.matches("[a-zA-Z0-9][a-zA-Z0-9._-]{0,127}")) {
            reading
                .problems()
                .at(
                    entry.keyPlace(),
                    "compose.name",
                    "\"" + Scalars.shown(name) + "\" is no name",
                    "use letters, digits, ., - and _");
          }
          remember(key + "." + name, entry.keyPlace(), entry.value(), PLACES_DEPTH);
          T value = reader.apply(name, entry.value());
          if (value != null) {
            found.put(name, value);
          }
        });
    return found;
  }

  private void remember(String path, Place place, Node node, int depth) {
    places.put(path, place);
    if (depth == 0) {
      return;
    }
    switch (node) {
      case Node.Mapping mapping ->
          mapping
              .entries()
              .forEach((key, entry) ->
                  remember(path + "." + key, entry.value().place(), entry.value(), depth - 1));
      case Node.Sequence sequence -> {
        int index = 0;
        for (Node item : sequence.items()) {
          remember(path + "." + index++, item.place(), item, depth - 1);
        }
      }
      case Node.Scalar scalar -> places.put(path, place);
    }
  }
}
