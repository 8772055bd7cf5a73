package steading.compose;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import steading.compose.yaml.Fields;
import steading.compose.yaml.Node;
import steading.compose.yaml.Scalars;
import steading.compose.yaml.Yaml;
import steading.problem.Place;
import steading.problem.Problem;
import steading.problem.Problems;

/**
 * Turns Compose files into a project, phase by phase: parse, fill in variables, write long forms,
 * lay the files over each other, read the types, check what refers to what.
 */
public final class ComposeLoader {
  private static final int PLACES_DEPTH = 5;
  private static final int MAX_DEFINITIONS = 1000;

  private final Map<String, String> variables;
  private final Path directory;
  private final Problems problems = new Problems();
  private final Problems warnings = new Problems();
  private final Map<String, List<Path>> envFiles = new LinkedHashMap<>();
  private final Map<String, Place> places = new LinkedHashMap<>();

  private ComposeLoader(Map<String, String> variables, Path directory) {
    this.variables = variables;
    this.directory = directory;
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
    Map<String, String> known = new HashMap<>(variables);
    if (!projectName.isEmpty()) {
      known.putIfAbsent("COMPOSE_PROJECT_NAME", projectName);
    }
    ComposeLoader loader = new ComposeLoader(known, directory);
    Node merged = loader.merged(files);
    Project project = loader.project(projectName, merged);
    once(loader.problems).forEach(problems::add);
    once(loader.warnings).forEach(warnings::add);
    return project;
  }

  /** What several aliases repeat is said once. */
  private static Set<Problem> once(Problems found) {
    return new LinkedHashSet<>(found.list());
  }

  private Node merged(List<Path> files) {
    Interpolator interpolator = new Interpolator(variables, problems, warnings);
    ShortForms shortForms = new ShortForms(problems, warnings);
    Node merged = null;
    for (Path file : files) {
      Node parsed = Yaml.read(file, problems);
      if (parsed instanceof Node.Scalar scalar && scalar.isNull()) {
        problems.at(
            parsed.place(), "compose.empty", "the file is empty", "add services: to the file");
      } else if (parsed != null) {
        merged = FileMerge.merge(merged, shortForms.expand(interpolator.expand(parsed)));
      }
    }
    return merged == null ? new Node.Mapping(Place.of("compose.yaml"), Map.of()) : merged;
  }

  private Project project(String projectName, Node merged) {
    Fields top = Fields.of(merged, problems);
    Reading reading = new Reading(directory, variables, problems, warnings, envFiles);
    DefinitionReader definitions = new DefinitionReader(reading);
    String name = name(projectName, top);
    Map<String, Network> networks = read(top, "networks", definitions::network);
    Project project =
        new Project(
            name,
            read(top, "services", (key, node) -> new ServiceReader(reading, key, node).read()),
            networks,
            read(top, "volumes", definitions::volume),
            read(top, "configs", definitions::source),
            read(top, "secrets", definitions::source),
            new Origin(directory, places, envFiles));
    reading.unsupported(top, "include", "models");
    top.allow("version");
    top.done();
    boolean usesDefault =
        project.services().values().stream()
            .anyMatch(service -> service.wiring().networks().containsKey("default"));
    Project complete = usesDefault ? withDefaultNetwork(project) : project;
    new References(complete, problems).check();
    return complete;
  }

  private static Project withDefaultNetwork(Project project) {
    Map<String, Network> networks = new LinkedHashMap<>(project.networks());
    networks.putIfAbsent("default", Network.of("default"));
    return new Project(
        project.name(),
        project.services(),
        networks,
        project.volumes(),
        project.configs(),
        project.secrets(),
        project.origin());
  }

  private String name(String projectName, Fields top) {
    String written = top.text("name");
    String name = projectName;
    if (name.isEmpty()) {
      name = written == null ? nameOfDirectory() : written;
    }
    if (!name.matches("[a-z0-9][a-z0-9_-]{0,62}")) {
      problems.at(
          top.place("name"),
          "compose.name",
          "\"" + name + "\" is no project name",
          "use lower-case letters, digits, - and _, beginning with a letter or digit");
    }
    return name;
  }

  private String nameOfDirectory() {
    Path last = directory.getFileName();
    String name = last == null ? "" : last.toString().toLowerCase(Locale.ROOT);
    return name.replaceAll("[^a-z0-9_-]", "").replaceFirst("^[_-]+", "");
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
            problems.at(
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
