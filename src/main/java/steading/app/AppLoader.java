package steading.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import steading.compose.ComposeLoader;
import steading.compose.Grants;
import steading.compose.Policy;
import steading.compose.Project;
import steading.problem.Nearest;
import steading.problem.Problem;
import steading.problem.ProblemException;
import steading.problem.Problems;
import steading.recipe.Catalog;
import steading.recipe.Recipe;
import steading.recipe.RecipeReader;
import steading.recipe.SettingCheck;
import steading.recipe.Shown;

/** Brings together what an app is made of, and finds everything that does not fit together. */
public final class AppLoader {
  private final Home home;
  private final AppStore store;
  private final Secrets secrets;
  private final Catalog catalog;
  private final DoorCheck doors;

  public AppLoader(Home home, AppStore store, Secrets secrets) {
    this.home = home;
    this.store = store;
    this.secrets = secrets;
    this.catalog = new Catalog(home.recipeDirectories());
    this.doors = new DoorCheck(store, this::recipeOf);
  }

  public Catalog catalog() {
    return catalog;
  }

  /** Loads an app; every problem at once is thrown. Its missing secrets are generated and kept. */
  public LoadedApp load(App app) {
    return load(app, Map.of());
  }

  /**
   * Loads an app that is to run, whichever way it comes: installed, changed, restored or rolled
   * back. What its Compose file asks of the host without the owner's grant is refused here.
   */
  public LoadedApp permitted(App app) {
    return permitted(load(app));
  }

  /** As {@link #permitted(App)}, with the owner's files of the revision's time. */
  public LoadedApp permitted(Revision revision) {
    return permitted(load(revision.app(), Map.of(), revision.overlays()));
  }

  private LoadedApp permitted(LoadedApp loaded) {
    App app = loaded.app();
    List<Problem> refused = new ArrayList<>(Policy.check(loaded.project(), app.grants()));
    Imported imported = imported(app);
    Adoption adoption = imported == null ? null : imported.adoption();
    if (adoption != null && !app.grants().contains(adoption.grant())) {
      refused.add(
          Problem.usage(
                  "compose.refused.adopt",
                  "adopt " + adoption.project() + " is refused",
                  "allow it: stead set " + app.name() + " grant." + adoption.grant())
              .because("Volumes and containers of that name may be another stack's"));
    }
    if (adoption != null) {
      Claims.live(home, app.name(), adoption.project()).ifPresent(refused::add);
    }
    if (!refused.isEmpty()) {
      throw new ProblemException(refused);
    }
    return loaded;
  }

  /**
   * Loads an app as it would be with further values of secret settings. For an app that was not
   * created yet, secrets are made up and forgotten again.
   */
  public LoadedApp load(App app, Map<String, String> pendingSecrets) {
    return load(app, pendingSecrets, null);
  }

  private LoadedApp load(
      App app, Map<String, String> pendingSecrets, @Nullable List<Overlays.OwnFile> kept) {
    Problems problems = new Problems();
    FilePlaces places = new FilePlaces(home.appDirectory(app.name()).resolve(AppFile.NAME));
    Imported imported = imported(app);
    Recipe recipe =
        imported == null ? recipe(app, places, problems) : imported.recipe(app.name(), problems);
    Recipe.Version version = version(app, recipe, places, problems);
    Map<String, String> values = secretValues(app, recipe, pendingSecrets);
    checkSettings(app, recipe, values, places, problems);
    checkEmail(app, recipe, problems);
    checkPlugins(app, recipe, places, problems);
    doors.check(app, recipe, places, problems);
    List<Overlays.OwnFile> overlays =
        kept != null ? kept : Overlays.read(home, app, recipe, problems);
    problems.raiseIfAny();
    Variables variables = new Variables(home, app, recipe, version, values);
    Problems warnings = new Problems();
    Project project =
        imported == null
            ? project(recipe.directory(), app.name(), variables, problems, warnings)
            : project(imported, app, variables, problems, warnings);
    problems.raiseIfAny();
    checkScale(app, recipe, project, places, problems);
    problems.raiseIfAny();
    variables.exposedIn(project).forEach(name -> warnings.add(exposed(name)));
    Grants.idle(project, app.grants()).forEach(grant -> warnings.add(idle(app, grant)));
    warn(app, recipe, version, warnings);
    return new LoadedApp(
        app,
        recipe,
        version,
        project,
        variables.open(),
        variables.secret(),
        Doorkeeper.passwords(values),
        overlays,
        Variables.url(home, app),
        warnings.list());
  }

  /** Keeps passwords of those who may enter, by name; all that cannot be kept is thrown at once. */
  public void keepPasswords(App app, Map<String, String> passwords) {
    Problems problems = new Problems();
    SortedSet<String> users = Doorkeeper.users(app, recipeOf(app));
    Map<String, String> kept = new TreeMap<>();
    passwords.forEach((user, password) -> {
      Doorkeeper.check(user, password, users, problems);
      kept.put(Doorkeeper.PREFIX + user, password);
    });
    problems.raiseIfAny();
    secrets.setAll(app.name(), kept);
  }

  private Recipe recipeOf(App app) {
    Imported imported = imported(app);
    Problems problems = new Problems();
    Recipe recipe =
        imported == null
            ? catalog.find(app.recipe(), problems).orElse(null)
            : imported.recipe(app.name(), problems);
    problems.raiseIfAny();
    return Objects.requireNonNull(recipe, app.name());
  }

  /** The Compose file of the app's own; null when the app is made of a recipe. */
  public @Nullable Imported imported(App app) {
    return Imported.is(app.recipe())
        ? Imported.read(home.appDirectory(app.name()), app.recipe())
        : null;
  }

  private static Project project(
      Path directory, String name, Variables variables, Problems problems, Problems warnings) {
    // A file that vanished since the recipe was read is one more problem of the loader's.
    Path file = RecipeReader.composeFile(directory).orElse(directory.resolve("compose.yaml"));
    return ComposeLoader.load(List.of(file), variables.all(), name, directory, problems, warnings);
  }

  private static Project project(
      Imported imported, App app, Variables variables, Problems problems, Problems warnings) {
    Project copied =
        ComposeLoader.load(
            imported.copiedFiles(),
            variables.all(),
            app.name(),
            imported.copiedDirectory(),
            problems,
            warnings);
    return problems.any() ? copied : Relocation.of(copied, imported, app, warnings);
  }

  private Recipe recipe(App app, FilePlaces places, Problems problems) {
    Problems found = new Problems();
    Optional<Recipe> recipe = catalog.find(app.recipe(), found);
    for (Problem problem : found.list()) {
      problems.add(
          problem.place() == null
              ? FilePlaces.placed(places.of(app.recipe(), "recipe"), problem)
              : problem);
    }
    return recipe.orElseThrow(() -> new ProblemException(problems.list()));
  }

  private static Recipe.Version version(
      App app, Recipe recipe, FilePlaces places, Problems problems) {
    Optional<Recipe.Version> version = recipe.version(app.version());
    if (version.isEmpty()) {
      List<String> all = recipe.versions().stream().map(Recipe.Version::version).toList();
      problems.add(
          FilePlaces.placed(
              places.of(app.version(), "version"),
              Problem.usage(
                  "app.unknown-version",
                  "the recipe "
                      + recipe.name()
                      + " has no version "
                      + Shown.quoted(app.version())
                      + "; newest is "
                      + recipe.newest().version(),
                  "choose one of " + String.join(", ", all))));
    }
    return version.orElseGet(recipe::newest);
  }

  private Map<String, String> secretValues(App app, Recipe recipe, Map<String, String> pending) {
    Map<String, String> values = new TreeMap<>();
    List<Recipe.Secret> wanted = new ArrayList<>(recipe.secrets().values());
    wanted.addAll(Doorkeeper.secrets(app, recipe));
    if (store.exists(app.name())) {
      secrets.ensure(app.name(), wanted);
      values.putAll(secrets.all(app.name()));
    } else {
      wanted.forEach(s -> values.put(s.name(), Secrets.generate(s.length())));
    }
    values.putAll(pending);
    return values;
  }

  private static void checkSettings(
      App app,
      Recipe recipe,
      Map<String, String> secretValues,
      FilePlaces places,
      Problems problems) {
    app.settings()
        .forEach((name, value) ->
            whyNot(recipe, name, value)
                .ifPresent(why ->
                    problems.add(FilePlaces.placed(places.of(value, "settings", name), why))));
    for (Recipe.Setting setting : recipe.settings().values()) {
      Map<String, String> given = setting.secret() ? secretValues : app.settings();
      if (setting.required() && !given.containsKey(setting.name())) {
        problems.add(
            Problem.usage(
                "setting.missing",
                "the recipe " + recipe.name() + " needs the setting " + setting.name(),
                "give it with --set "
                    + setting.name()
                    + "=… when installing, or later with stead"
                    + " set "
                    + app.name()
                    + " "
                    + setting.name()
                    + "=…"));
      }
    }
  }

  private static Optional<Problem> whyNot(Recipe recipe, String name, String value) {
    Recipe.Setting setting = recipe.settings().get(name);
    if (setting == null) {
      return Optional.of(Choices.unknown(recipe, name));
    }
    if (setting.secret()) {
      return Optional.of(
          Problem.usage(
              "setting.secret-in-file",
              "the setting " + name + " is secret and must not stand in app.yaml",
              "remove the line, then give the value with stead set"));
    }
    return SettingCheck.check(setting, value);
  }

  private static void checkEmail(App app, Recipe recipe, Problems problems) {
    Recipe.Admin admin = recipe.admin();
    if (admin != null && admin.email() && app.email() == null) {
      problems.add(
          Problem.usage(
                  "app.no-email",
                  "the recipe " + recipe.name() + " needs the administrator's e-mail address",
                  "give it with --email when installing, or write email: into " + AppFile.NAME)
              .because("Its first account is made with it"));
    }
  }

  private static void checkPlugins(App app, Recipe recipe, FilePlaces places, Problems problems) {
    if (recipe.plugins() == null && !app.plugins().isEmpty()) {
      Map.Entry<String, String> first = app.plugins().entrySet().iterator().next();
      problems.add(
          FilePlaces.placed(
              places.of(first.getValue(), "plugins", first.getKey()),
              Problem.usage(
                  "plugin.none",
                  "the recipe " + recipe.name() + " takes no plugins",
                  "remove plugins: from " + AppFile.NAME)));
    }
  }

  private static void checkScale(
      App app, Recipe recipe, Project project, FilePlaces places, Problems problems) {
    Set<String> services = project.services().keySet();
    app.scale()
        .forEach((service, count) -> {
          Problem problem = null;
          if (!services.contains(service)) {
            problem =
                Problem.usage(
                    "app.unknown-service",
                    "the recipe " + recipe.name() + " has no service " + Shown.quoted(service),
                    Nearest.hint(service, services, "remove it"));
          } else if (count > 1 && recipe.role(service).map(Recipe.Role::single).orElse(false)) {
            problem =
                Problem.usage(
                    "app.single-service",
                    "the service " + service + " cannot run " + count + " times",
                    "set it to 1 or 0; the recipe says that two at once would harm its data");
          }
          if (problem != null) {
            problems.add(FilePlaces.placed(places.of(count.toString(), "scale", service), problem));
          }
        });
  }

  private static Problem exposed(String variable) {
    return Problem.usage(
        "secret.interpolated",
        "compose.yaml writes the secret " + variable + " into a container's settings",
        "hand it over as a file, with a secret whose source is environment: " + variable);
  }

  private static Problem idle(App app, String grant) {
    return Problem.usage(
        "grant.idle",
        "the grant " + grant + " allows nothing that " + app.name() + " asks for",
        "take it back: stead set " + app.name() + " --unset grant." + grant);
  }

  private static void warn(App app, Recipe recipe, Recipe.Version version, Problems warnings) {
    if (version.withdrawn()) {
      warnings.add(
          Problem.usage(
                  "version.withdrawn",
                  "version " + version.version() + " of " + recipe.name() + " has been withdrawn",
                  "move to " + recipe.newest().version())
              .because(version.notes()));
    }
    if (app.hosts().isEmpty() && !recipe.routes().isEmpty()) {
      warnings.add(
          Problem.usage(
              "app.no-host",
              "nobody can reach " + app.name() + ", since it has no host",
              "add hosts: [name.example.org] to its app.yaml"));
    }
  }
}
