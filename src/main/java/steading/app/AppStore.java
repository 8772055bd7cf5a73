package steading.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import steading.problem.Exit;
import steading.problem.Nearest;
import steading.problem.Problem;
import steading.problem.ProblemException;
import steading.problem.Problems;
import steading.recipe.Shown;

/**
 * The apps of an installation, one directory each. An app exists from the moment its app.yaml does;
 * whatever else lies in its directory before that is of no account.
 */
public final class AppStore {
  private final Home home;
  private final InstantSource clock;
  private final Trash trash;

  public AppStore(Home home) {
    this(home, InstantSource.system());
  }

  AppStore(Home home, InstantSource clock) {
    this.home = home;
    this.clock = clock;
    this.trash = new Trash(home, clock);
  }

  public List<String> names() {
    return directories(home.apps()).filter(this::exists).sorted().toList();
  }

  /** Every app whose file can be read; a problem for each of the others. */
  public List<App> list(Problems problems) {
    List<App> apps = new ArrayList<>();
    for (String name : names()) {
      AppFile.read(file(name), name, problems).ifPresent(apps::add);
    }
    return apps;
  }

  public boolean exists(String name) {
    return Names.isApp(name) && Files.isRegularFile(file(name));
  }

  public App load(String name) {
    if (!exists(name)) {
      throw notFound(name);
    }
    Problems problems = new Problems();
    Optional<App> app = AppFile.read(file(name), name, problems);
    return app.orElseThrow(() -> new ProblemException(problems.list()));
  }

  /** For those who need the app to be there, even if its file cannot be read. */
  public void require(String name) {
    if (!exists(name)) {
      throw notFound(name);
    }
  }

  public void refuseTrashed(String name) {
    trash.refuseIfHolds(name);
  }

  /** Adds an app; its name must be neither live nor in the trash. */
  public void create(App app) {
    Problems problems = new Problems();
    Names.app(app.name(), problems);
    problems.raiseIfAny();
    if (exists(app.name())) {
      throw Problem.usage(
              "app.exists",
              "there is an app named " + app.name() + " already",
              "choose another name, or change that app with stead set " + app.name())
          .raise();
    }
    trash.refuseIfHolds(app.name());
    write(app);
  }

  /** Changes an app's file, leaving what a person wrote around the changed values. */
  public void save(App app) {
    if (!exists(app.name())) {
      throw notFound(app.name());
    }
    write(app);
  }

  /** Keeps what has just been applied. {@code images}: wanted reference to exact reference. */
  public Revision record(
      App app, Map<String, String> images, List<Overlays.OwnFile> overlays, String by, String why) {
    Revisions revisions = revisions(app.name());
    Path directory = revisions.directory();
    try {
      Durable.directories(directory);
      int number = numbers(app.name()).stream().reduce(0, Math::max) + 1;
      while (true) {
        Revision revision =
            new Revision(
                number,
                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                by,
                why,
                app,
                images,
                overlays);
        byte[] text = RevisionFile.text(revision).getBytes(StandardCharsets.UTF_8);
        if (Durable.create(revisions.file(number), text)) {
          return revision;
        }
        number++;
      }
    } catch (IOException e) {
      throw AppFile.unwritable(directory, e).raise();
    }
  }

  /** What was applied last; empty before the first time. */
  public Optional<Revision> applied(String name) {
    return Names.isApp(name) ? revisions(name).last() : Optional.empty();
  }

  public Revision revision(String name, int number) {
    if (!numbers(name).contains(number)) {
      throw Problem.notFound(
              "revision.not-found",
              Shown.quoted(name) + " has no revision " + number,
              numbers(name).isEmpty() ? "apply it first" : "choose one of " + numbers(name))
          .raise();
    }
    return revisions(name).read(number);
  }

  /** The numbers of an app's revisions, oldest first. */
  public List<Integer> numbers(String name) {
    return Names.isApp(name) ? revisions(name).numbers() : List.of();
  }

  /** The images that the last revisions of all apps need, also of removed ones. */
  public Set<String> images(int revisions) {
    Set<String> images = new HashSet<>();
    for (Path all : List.of(home.apps(), home.trash())) {
      for (String name : directories(all).toList()) {
        Revisions app = new Revisions(all.resolve(name), name);
        List<Integer> numbers = app.numbers();
        numbers
            .subList(Math.max(0, numbers.size() - revisions), numbers.size())
            .forEach(number -> images.addAll(app.read(number).images().values()));
      }
    }
    return images;
  }

  /** Moves a live app to the trash, from which it can come back for 30 days. */
  public Trash.Removed trash(String name, List<String> volumes) {
    if (!exists(name)) {
      throw notFound(name);
    }
    return trash.take(name, volumes);
  }

  /** What is in the trash, even when {@code removed.yaml} of one of them is damaged. */
  public List<Trash.Removed> trashed() {
    return trash.list();
  }

  public Optional<Trash.Removed> trashed(String name) {
    return trashed().stream().filter(removed -> removed.name().equals(name)).findFirst();
  }

  /** Brings an app back from the trash as it was. */
  public App restore(String name) {
    if (Names.isApp(name)) {
      Claims.restoring(home, name)
          .ifPresent(problem -> {
            throw problem.raise();
          });
    }
    trash.giveBack(name);
    return load(name);
  }

  /** Deletes an app in the trash for good. Its volumes are the caller's business. */
  public void purge(String name) {
    trash.purge(name);
  }

  private void write(App app) {
    try {
      Durable.directories(home.appDirectory(app.name()));
      AppFile.write(file(app.name()), app);
    } catch (IOException e) {
      throw AppFile.unwritable(file(app.name()), e).raise();
    }
  }

  private ProblemException notFound(String name) {
    if (Names.isApp(name) && !numbers(name).isEmpty()) {
      Path latest = revisions(name).file(numbers(name).getLast());
      return Problem.failed(
              "app.file-missing",
              file(name) + " is missing, though the app was applied before",
              "write it again; " + latest + " says what was applied last")
          .raise();
    }
    if (trashed(name).isPresent()) {
      return new Problem(
              "app.in-trash",
              Exit.NOT_FOUND,
              null,
              "the app " + name + " has been removed",
              null,
              "bring it back with stead restore " + name)
          .raise();
    }
    return Problem.notFound(
            "app.not-found",
            "there is no app named " + Shown.quoted(name),
            Nearest.hint(name, names(), "install one with stead install RECIPE"))
        .raise();
  }

  private Path file(String name) {
    return home.appDirectory(name).resolve(AppFile.NAME);
  }

  private Revisions revisions(String name) {
    return new Revisions(home.appDirectory(name), name);
  }

  static Stream<String> directories(Path parent) {
    return children(parent)
        .filter(Files::isDirectory)
        .map(path -> String.valueOf(path.getFileName()))
        .filter(Names::isApp);
  }

  static Stream<Path> children(Path parent) {
    if (!Files.isDirectory(parent)) {
      return Stream.empty();
    }
    try (Stream<Path> children = Files.list(parent)) {
      return children.toList().stream();
    } catch (IOException e) {
      throw Problem.failed("store.unreadable", parent + " cannot be read", "check who owns it")
          .because(e.toString())
          .raise();
    }
  }
}
