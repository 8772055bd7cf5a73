package steading.recipe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import steading.compose.yaml.Fields;
import steading.compose.yaml.Node;
import steading.compose.yaml.Yaml;
import steading.problem.Place;
import steading.problem.Problem;
import steading.problem.Problems;

/**
 * Reads a recipe's directory. A directory with nothing but a Compose file is a recipe, too; it only
 * knows less about itself.
 */
public final class RecipeReader {
  public static final String FILE = "recipe.yaml";

  private RecipeReader() {}

  /** Whether the directory looks like a recipe at all. */
  public static boolean isRecipe(Path directory) {
    return Files.isRegularFile(directory.resolve(FILE))
        || ComposeGlance.file(directory).isPresent();
  }

  /** The Compose file of a recipe's directory. */
  public static Optional<Path> composeFile(Path directory) {
    return ComposeGlance.file(directory);
  }

  /**
   * The recipe as far as it can be read; when a problem was added, the answer is only good for
   * finding further problems.
   */
  public static Recipe read(Path directory, Problems problems) {
    Path absolute = directory.toAbsolutePath().normalize();
    if (!isRecipe(absolute)) {
      problems.add(
          Problem.notFound(
              "recipe.not-a-recipe",
              directory + " is not a recipe: it has neither " + FILE + " nor compose.yaml",
              "name a directory that holds a compose.yaml"));
      return bare(absolute, ComposeGlance.at(absolute));
    }
    ComposeGlance compose = ComposeGlance.at(absolute);
    Path file = absolute.resolve(FILE);
    if (!Files.exists(file)) {
      return bare(absolute, compose);
    }
    if (ComposeGlance.file(absolute).isEmpty()) {
      problems.at(
          Place.of(file.toString()),
          "recipe.no-compose",
          "there is no compose.yaml beside it",
          "describe the services in a compose.yaml in the same directory");
    }
    Node root = Yaml.read(file, problems);
    return root == null
        ? bare(absolute, compose)
        : read(absolute, compose, Fields.of(root, problems), problems);
  }

  private static Recipe read(
      Path directory, ComposeGlance compose, Fields fields, Problems problems) {
    ServiceNames services = new ServiceNames(compose.services(), problems);
    fields.required("title", "versions");
    String title = fields.text("title", name(directory));
    String description = fields.text("description", "").strip();
    Map<String, String> links = fields.textMap("links");
    VariableReader variables = new VariableReader(problems);
    List<Recipe.Version> versions = new VersionReader(variables, problems).read(fields);
    Map<String, Recipe.Setting> settings = new SettingReader(variables, problems).read(fields);
    Map<String, Recipe.Secret> secrets =
        new SecretReader(variables, settings.keySet(), problems).read(fields);
    ServiceReader serviceReader = new ServiceReader(services, problems);
    TaskReader tasks = new TaskReader(services, problems);
    var routes = fields.has("routes") ? serviceReader.routes(fields) : compose.onlyPort();
    Recipe recipe =
        new Recipe(
            name(directory),
            directory,
            title,
            description,
            links,
            versions.isEmpty() ? List.of(unversioned()) : versions,
            settings,
            secrets,
            serviceReader.roles(fields),
            routes,
            new AdminReader(settings.values(), secrets.keySet(), routes).read(fields),
            tasks.tasks(fields),
            tasks.jobs(fields),
            new OverlayReader(services, problems).read(fields),
            new KeepingReader(services, problems).read(fields),
            new PluginReader(variables, services).read(fields),
            needs(fields));
    fields.done();
    return recipe;
  }

  private static Recipe bare(Path directory, ComposeGlance compose) {
    String name = name(directory);
    return new Recipe(
        name,
        directory,
        name,
        "",
        Map.of(),
        List.of(unversioned()),
        Map.of(),
        Map.of(),
        Map.of(),
        compose.onlyPort(),
        null,
        List.of(),
        List.of(),
        List.of());
  }

  private static Recipe.Needs needs(Fields parent) {
    Fields fields = parent.fields("needs");
    if (fields == null) {
      return Recipe.Needs.NOTHING;
    }
    Long memory = fields.size("memory");
    Double cpus = fields.decimal("cpus");
    Long disk = fields.size("disk");
    if (cpus != null && cpus < 0) {
      fields.problem(
          "cpus", "recipe.bad-cpus", "fewer than none are not possible", "write 0.5 or so");
    }
    fields.done();
    return new Recipe.Needs(
        memory == null ? 0 : memory, cpus == null ? 0 : cpus, disk == null ? 0 : disk);
  }

  private static Recipe.Version unversioned() {
    return new Recipe.Version("unversioned", Map.of(), List.of(), false, "");
  }

  private static String name(Path directory) {
    Path last = directory.getFileName();
    return last == null ? "recipe" : last.toString();
  }
}
