package steading.compose.phase;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import steading.compose.schema.Printer;
import steading.compose.schema.Shapes;
import steading.compose.yaml.Node;
import steading.compose.yaml.Yaml;
import steading.problem.Place;
import steading.problem.Problem;
import steading.problem.Problems;

/**
 * A project as one normalised tree: every file merged, every form long, every default written down.
 *
 * @param files all that were read
 * @param envFiles by service, the files whose variables and labels are part of the tree
 */
public record ProjectTree(
    String name,
    Node.Mapping root,
    List<Path> files,
    Map<String, List<Path>> envFiles,
    boolean filledIn) {

  /** More are refused, and their dependencies not followed. */
  private static final int MAX_SERVICES = 1000;

  public ProjectTree {
    files = List.copyOf(files);
    envFiles = Map.copyOf(envFiles);
  }

  /**
   * What is to be loaded.
   *
   * @param name empty: the one in the files, or else the directory's
   * @param profiles those that are switched on; {@code *} for all
   * @param filling false leaves variables as they are written
   * @param whole false leaves out networks, volumes and so on that no service names
   */
  public record Request(
      List<Path> files,
      Map<String, String> variables,
      String name,
      Path directory,
      Set<String> profiles,
      boolean filling,
      boolean whole) {}

  /**
   * Never throws for what is in the files: with problems, the tree holds what could be understood
   * and must not be used.
   */
  public static ProjectTree load(Request request, Problems problems, Problems warnings) {
    Problems found = new Problems();
    Problems noticed = new Problems();
    ProjectTree tree = load(request, context(request, found, noticed));
    once(found).forEach(problems::add);
    once(noticed).forEach(warnings::add);
    return tree;
  }

  private static Context context(Request request, Problems problems, Problems warnings) {
    Context bare =
        new Context(request.variables(), request.filling(), new Problems(), warnings, new Reads());
    List<Node> named =
        request.files().stream()
            .flatMap(file -> Yaml.documents(file, new Problems()).stream())
            .map(node -> request.filling() ? filled(node, request.variables()) : node)
            .toList();
    Context naming =
        new Context(bare.variables(), request.filling(), problems, warnings, bare.reads());
    Path directory = request.directory().toAbsolutePath().normalize();
    String name = ProjectName.of(request.name(), named, naming, directory);
    Map<String, String> variables = new HashMap<>(request.variables());
    variables.put("COMPOSE_PROJECT_NAME", name);
    return new Context(
        Map.copyOf(variables), request.filling(), problems, warnings, naming.reads());
  }

  /** Only the name: the rest is filled in when the name is known. */
  private static Node filled(Node node, Map<String, String> variables) {
    return Edit.at(
        node,
        "name",
        name -> new Interpolator(variables, new Problems(), new Problems()).expand(name));
  }

  private static ProjectTree load(Request request, Context context) {
    Path directory = request.directory().toAbsolutePath().normalize();
    List<Path> files =
        request.files().stream().map(file -> file.toAbsolutePath().normalize()).toList();
    String name = String.valueOf(context.variables().get("COMPOSE_PROJECT_NAME"));
    Node loaded = new Layers(context, directory, List.of()).load(files, Place.of(""));
    Node.Mapping root =
        loaded instanceof Node.Mapping mapping
            ? mapping
            : new Node.Mapping(Place.of("compose.yaml"), Map.of());
    Node.Mapping normalised = new Normalise(context, name).apply(root);
    Node.Mapping active = Profiles.active(normalised, request.profiles());
    Node.Mapping services = Edit.section(normalised, "services");
    if (context.filling() && services.entries().size() <= MAX_SERVICES) {
      new Consistency(active, services, context.problems()).check();
    }
    Environment environment = new Environment(context);
    Node.Mapping full = environment.apply(active);
    return new ProjectTree(
        name,
        request.whole() ? full : Profiles.needed(full),
        context.reads().files(),
        environment.files(),
        context.filling());
  }

  /** What several aliases, or several files over one, repeat is said once. */
  private static Set<Problem> once(Problems found) {
    return new LinkedHashSet<>(found.list());
  }

  /** As {@code docker compose config} prints it. */
  public Map<String, @Nullable Object> canonical(boolean json) {
    Object printed = new Printer(json, filledIn).print(root, Shapes.PROJECT);
    Map<String, @Nullable Object> canonical = new LinkedHashMap<>();
    if (printed instanceof Map<?, ?> map) {
      map.forEach((key, value) -> canonical.put(String.valueOf(key), value));
    }
    return canonical;
  }
}
