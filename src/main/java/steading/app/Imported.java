package steading.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import steading.compose.phase.EnvFile;
import steading.compose.yaml.Fields;
import steading.compose.yaml.Node;
import steading.compose.yaml.Yaml;
import steading.compose.yaml.YamlWriter;
import steading.problem.Problem;
import steading.problem.ProblemException;
import steading.problem.Problems;
import steading.recipe.Recipe;

/**
 * An app's own copy of a Compose file that somebody brought: {@code apps/NAME/compose/N}. It is
 * never changed; importing again makes the next one, so that going back finds the old one as it
 * was.
 *
 * <p>Copies stand under {@link #root} as their originals stand under {@code /}. So every relative
 * path in them leads to the copy of what it led to, or names the original that was not copied.
 *
 * @param reference how app.yaml names it, such as {@code ./compose/1}
 * @param directory the original project directory
 * @param files the original Compose files, later ones over earlier ones
 * @param envFiles the original files of variables
 */
public record Imported(
    String reference,
    Path root,
    Path directory,
    List<Path> files,
    List<Path> envFiles,
    Recipe.@Nullable RouteRule route,
    @Nullable Adoption adoption) {
  static final String NOTE = "import.yaml";
  static final String COPIES = "files";
  private static final Pattern REFERENCE = Pattern.compile("\\./compose/[1-9][0-9]{0,5}");
  private static final Pattern TELLING =
      Pattern.compile("(?i).*(PASS|SECRET|TOKEN|KEY|PWD|CREDENTIAL|SALT|DSN|AUTH).*");
  public static final String VERSION = "imported";

  public Imported {
    files = List.copyOf(files);
    envFiles = List.copyOf(envFiles);
  }

  /** Whether app.yaml names a Compose file of the app's own instead of a recipe. */
  public static boolean is(String recipe) {
    return REFERENCE.matcher(recipe).matches();
  }

  static Imported read(Path appDirectory, String reference) {
    Path place = appDirectory.resolve(reference).normalize();
    Problems problems = new Problems();
    Node root = Yaml.read(place.resolve(NOTE), problems);
    Fields fields = root == null ? null : Fields.of(root, problems);
    if (fields == null) {
      throw missing(place);
    }
    Fields route = fields.fields("route");
    Imported imported =
        new Imported(
            reference,
            place.resolve(COPIES),
            Path.of(fields.requiredText("directory")),
            fields.texts("files").stream().map(Path::of).toList(),
            fields.texts("env-files").stream().map(Path::of).toList(),
            route == null
                ? null
                : new Recipe.RouteRule(
                    route.requiredText("service"), route.integer("port", 0), "/", ""),
            adoption(fields.fields("adopted")));
    problems.raiseIfAny();
    return imported;
  }

  private static @Nullable Adoption adoption(@Nullable Fields fields) {
    return fields == null
        ? null
        : new Adoption(
            fields.requiredText("project"),
            fields.texts("services"),
            Set.copyOf(fields.texts("running")));
  }

  /**
   * The Compose files in an app's directory, without what was taken over with them: a copy of the
   * app must not lay hands on what is the app's.
   */
  public static void disown(Home home, String app) {
    Path directory = home.appDirectory(app);
    try {
      for (String reference : references(directory)) {
        Imported imported = read(directory, reference);
        if (imported.adoption() != null) {
          Durable.write(
              directory.resolve(reference).normalize().resolve(NOTE),
              imported.withoutAdoption().text());
        }
      }
    } catch (IOException e) {
      throw missing(directory.resolve("compose"));
    }
  }

  /** What an app took over. */
  public static Optional<Adoption> adoption(Home home, String app) {
    return adoption(home.appDirectory(app), app);
  }

  /**
   * What was applied is what the app owns, whatever its file says by now. Before that it is what
   * app.yaml says; an import that no app.yaml names came to nothing, and owns nothing. Of an
   * app.yaml that cannot be read, its newest import must do.
   */
  static Optional<Adoption> adoption(Path directory, String app) {
    Path file = directory.resolve(AppFile.NAME);
    try {
      String recipe = applied(directory, app);
      if (recipe.isEmpty() && Files.isRegularFile(file)) {
        recipe =
            AppFile.read(file, app, new Problems())
                .map(App::recipe)
                .filter(named -> !is(named) || Files.isDirectory(directory.resolve(named)))
                .orElse(newest(directory));
      }
      return is(recipe)
          ? Optional.ofNullable(read(directory, recipe).adoption())
          : Optional.empty();
    } catch (IOException e) {
      throw missing(directory.resolve("compose"));
    }
  }

  private static String applied(Path directory, String app) {
    try {
      return new Revisions(directory, app).last().map(last -> last.app().recipe()).orElse("");
    } catch (ProblemException e) {
      // A damaged revision is told by whoever needs it; looking must go on.
      return "";
    }
  }

  private static String newest(Path directory) throws IOException {
    List<String> references = references(directory);
    return references.isEmpty() ? "" : references.getLast();
  }

  private static RuntimeException missing(Path place) {
    return Problem.failed(
            "import.missing",
            "the app's own Compose file in " + place + " cannot be read",
            "put the directory back from a backup, or import the Compose file again")
        .raise();
  }

  private Imported withoutAdoption() {
    return new Imported(reference, root, directory, files, envFiles, route, null);
  }

  String text() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("directory", directory.toString());
    tree.put("files", files.stream().map(Path::toString).toList());
    tree.put("env-files", envFiles.stream().map(Path::toString).toList());
    if (route != null) {
      tree.put("route", Map.of("service", route.service(), "port", route.port()));
    }
    if (adoption != null) {
      Map<String, Object> adopted = new LinkedHashMap<>();
      adopted.put("project", adoption.project());
      adopted.put("services", adoption.services());
      adopted.put("running", adoption.running().stream().sorted().toList());
      tree.put("adopted", adopted);
    }
    return YamlWriter.write(tree);
  }

  /** Where the copy of {@code original} stands, if there is one. */
  Path copyOf(Path original) {
    return root.resolve(original.toString().substring(1)).normalize();
  }

  /** What a path that the copied files name was before they were copied. */
  Path originalOf(Path path) {
    return path.startsWith(root) ? Path.of("/").resolve(root.relativize(path)) : path;
  }

  List<Path> copiedFiles() {
    return files.stream().map(this::copyOf).toList();
  }

  /** The project directory among the copies. */
  Path copiedDirectory() {
    return copyOf(directory);
  }

  /** The variables that were beside the Compose file. */
  static Map<String, String> variables(List<Path> envFiles, Problems problems) {
    Map<String, String> variables = new LinkedHashMap<>();
    envFiles.forEach(file -> variables.putAll(EnvFile.read(file, variables, problems)));
    return variables;
  }

  /**
   * What a recipe would say: the variables are settings, and those whose names promise a secret
   * keep their values to themselves.
   */
  Recipe recipe(String app, Problems problems) {
    Map<String, String> variables =
        new LinkedHashMap<>(variables(envFiles.stream().map(this::copyOf).toList(), problems));
    Map<String, Recipe.Setting> settings = new LinkedHashMap<>();
    variables.forEach((variable, value) -> {
      String name = variable.toLowerCase(Locale.ROOT);
      if (Names.isSettingKey(name) && !name.equals("host")) {
        settings.putIfAbsent(name, setting(name, variable, value));
      }
    });
    if (adoption != null) {
      variables.putIfAbsent("COMPOSE_PROJECT_NAME", adoption.project());
    }
    return new Recipe(
        app,
        copiedDirectory(),
        app,
        "Imported from " + files.getFirst() + ".",
        Map.of(),
        List.of(new Recipe.Version(VERSION, variables, List.of(), false, "")),
        settings,
        Map.of(),
        Map.of(),
        route == null ? List.of() : List.of(route),
        null,
        List.of(),
        List.of(),
        List.of());
  }

  private static Recipe.Setting setting(String name, String variable, String value) {
    boolean telling = TELLING.matcher(variable).matches();
    return new Recipe.Setting(
        name,
        Recipe.Type.STRING,
        telling ? null : value,
        false,
        false,
        true,
        variable,
        null,
        null,
        null,
        List.of(),
        telling ? variable + " of the .env file, which is not shown." : variable + ".");
  }

  /** The references that exist in an app's directory, newest last. */
  static List<String> references(Path appDirectory) throws IOException {
    List<Integer> numbers = new ArrayList<>();
    Path all = appDirectory.resolve("compose");
    if (Files.isDirectory(all)) {
      try (var children = Files.list(all)) {
        children
            .map(child -> "./compose/" + Objects.requireNonNull(child.getFileName()))
            .filter(Imported::is)
            .forEach(reference -> numbers.add(number(reference)));
      }
    }
    return numbers.stream().sorted().map(number -> "./compose/" + number).toList();
  }

  static int number(String reference) {
    return Integer.parseInt(reference.substring(reference.lastIndexOf('/') + 1));
  }
}
