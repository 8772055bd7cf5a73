package steading.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import steading.compose.Build;
import steading.compose.ComposeLoader;
import steading.compose.FileSource;
import steading.compose.Policy;
import steading.compose.Project;
import steading.compose.Service;
import steading.compose.Storage.Kind;
import steading.compose.Storage.Mount;
import steading.compose.UsualFiles;
import steading.problem.Problem;
import steading.problem.ProblemException;
import steading.problem.Problems;
import steading.recipe.Recipe;

/** Makes an app's own copy of a Compose file and of everything that it is made of. */
public final class Importer {
  private final Home home;

  public Importer(Home home) {
    this.home = home;
  }

  /**
   * What to import.
   *
   * @param directory the project directory
   * @param files absolute; later ones lie over earlier ones
   * @param envFiles absolute; empty: the {@code .env} of the directory, if there is one
   */
  public record Wish(
      Path directory,
      List<Path> files,
      List<Path> envFiles,
      @Nullable String service,
      @Nullable Integer port,
      @Nullable Adoption adoption) {
    public Wish {
      files = List.copyOf(files);
      envFiles = List.copyOf(envFiles);
    }

    public Wish adopting(Adoption adopted) {
      return new Wish(directory, files, envFiles, service, port, adopted);
    }
  }

  /** Finds the files as Compose would: a directory stands for the usual ones in it. */
  public static List<Path> files(Path given) {
    if (!Files.isDirectory(given)) {
      return List.of(given);
    }
    List<Path> found = UsualFiles.in(given);
    if (found.isEmpty()) {
      throw Problem.notFound(
              "import.no-file", "there is no compose.yaml in " + given, "name the Compose file")
          .raise();
    }
    return found;
  }

  /** The project as it is where it stands, before anything is copied. */
  public Project look(App app, Wish wish) {
    Problems problems = new Problems();
    var variables = new TreeMap<>(Imported.variables(envFiles(wish), problems));
    if (wish.adoption() != null) {
      variables.putIfAbsent("COMPOSE_PROJECT_NAME", wish.adoption().project());
    }
    app.settings()
        .forEach((name, value) ->
            variables.keySet().stream()
                .filter(variable -> variable.equalsIgnoreCase(name))
                .toList()
                .forEach(variable -> variables.put(variable, value)));
    Project project =
        ComposeLoader.load(
            wish.files(), variables, app.name(), wish.directory(), problems, new Problems());
    problems.raiseIfAny();
    return project;
  }

  /**
   * Copies, unless the file asks for what the app is not granted; the answer is what app.yaml shall
   * say.
   */
  public String copy(App app, Wish wish) {
    Project project = look(app, wish);
    refuse(app, project, wish);
    Recipe.@Nullable RouteRule route = ImportedRoute.of(project, app, wish);
    try {
      Path all = home.appDirectory(app.name()).resolve("compose");
      Durable.directories(all);
      List<String> before = Imported.references(home.appDirectory(app.name()));
      int number = before.isEmpty() ? 1 : Imported.number(before.getLast()) + 1;
      Path fresh = all.resolve("." + number + ".new");
      Durable.deleteTree(fresh);
      Durable.directories(fresh);
      Imported imported =
          new Imported(
              "./compose/" + number,
              fresh.resolve(Imported.COPIES),
              wish.directory(),
              wish.files(),
              envFiles(wish),
              route,
              wish.adoption());
      copy(app, project, imported);
      Durable.write(fresh.resolve(Imported.NOTE), imported.text());
      // app.yaml will be durable: what it names must not be empty after a power cut.
      Durable.syncTree(fresh);
      Durable.rename(fresh, all.resolve(String.valueOf(number)));
      return imported.reference();
    } catch (IOException e) {
      throw AppFile.unwritable(home.appDirectory(app.name()), e).raise();
    }
  }

  /**
   * Takes the copies away that a kill left behind before there was an app: one of that name would
   * find them.
   *
   * @param kept apps that will come to be all the same
   */
  public void sweep(Set<String> kept) {
    for (String app : AppStore.directories(home.apps()).toList()) {
      Path directory = home.appDirectory(app);
      boolean used =
          Files.exists(directory.resolve(AppFile.NAME))
              || !new Revisions(directory, app).numbers().isEmpty()
              || kept.contains(app);
      if (!used) {
        try {
          Durable.deleteTree(directory.resolve("compose"));
          deleteIfEmpty(directory);
        } catch (IOException e) {
          throw AppFile.unwritable(directory, e).raise();
        }
      }
    }
  }

  /** Takes a copy away that came to nothing. */
  public void discard(String app, String reference) {
    try {
      Path directory = home.appDirectory(app);
      Durable.deleteTree(directory.resolve(reference).normalize());
      if (Imported.references(directory).isEmpty()) {
        Files.deleteIfExists(directory.resolve("compose"));
        deleteIfEmpty(directory);
      }
    } catch (IOException e) {
      throw AppFile.unwritable(home.appDirectory(app), e).raise();
    }
  }

  private static void deleteIfEmpty(Path directory) throws IOException {
    try (Stream<Path> children = Files.list(directory)) {
      if (children.findAny().isPresent()) {
        return;
      }
    }
    Files.delete(directory);
  }

  private static List<Path> envFiles(Wish wish) {
    Path usual = wish.directory().resolve(".env");
    return wish.envFiles().isEmpty() && Files.isRegularFile(usual)
        ? List.of(usual)
        : wish.envFiles();
  }

  /** The same policy as ever, in the words of the original files. */
  private static void refuse(App app, Project project, Wish wish) {
    Project closed =
        project.with(
            Relocation.closed(project.services(), app, new Problems()),
            project.configs(),
            project.secrets(),
            project.origin());
    List<Problem> refused = new ArrayList<>(Policy.check(closed, app.grants()));
    Path usual = wish.directory().resolve(".env");
    if (Files.isSymbolicLink(usual) && wish.envFiles().isEmpty()) {
      refused.add(
          Problem.usage(
              "import.env-link",
              usual + " is a link, and may lead anywhere",
              "name the file it leads to with --env-file"));
    }
    if (!refused.isEmpty()) {
      throw new ProblemException(refused);
    }
  }

  private static void copy(App app, Project project, Imported imported) throws IOException {
    CopiedTree tree = new CopiedTree(imported);
    imported.files().forEach(tree::want);
    imported.envFiles().forEach(tree::want);
    project.origin().files().forEach(tree::want);
    project.origin().envFiles().values().forEach(files -> files.forEach(tree::want));
    Stream.of(project.configs(), project.secrets())
        .flatMap(sources -> sources.values().stream())
        .filter(FileSource.FromFile.class::isInstance)
        .map(source -> ((FileSource.FromFile) source).file())
        .forEach(tree::wantOwn);
    List<Mount> mounts =
        project.services().values().stream()
            .flatMap(service -> service.storage().mounts().stream())
            .filter(mount -> mount.kind() == Kind.BIND && mount.source() != null)
            .toList();
    for (Mount mount : mounts) {
      Path source = Path.of(Objects.requireNonNull(mount.source()));
      if (mount.readOnly() && !app.grants().contains("host-mount=" + source)) {
        tree.wantOwn(source);
      } else {
        tree.leave(source);
      }
    }
    project.services().values().stream()
        .map(Service::build)
        .filter(Objects::nonNull)
        .map(Build::context)
        .forEach(tree::wantOwn);
    tree.copy();
  }

  /** The services that an adoption takes over. */
  public static Set<String> services(Project project) {
    return project.active(Set.of()).services().keySet();
  }
}
