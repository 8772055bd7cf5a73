package steading.capsule.repo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import steading.app.Durable;
import steading.app.Home;
import steading.app.Names;
import steading.problem.Problem;
import steading.problem.ProblemException;
import steading.problem.Problems;

/** Makes repositories. One that a crash cut off is made to its end by asking for it again. */
public final class Founder {
  private static final String DEFAULT = "local";

  private final Home home;
  private final Repositories repositories;
  private final Restic restic;

  public Founder(Home home, Repositories repositories, Restic restic) {
    this.home = home;
    this.repositories = repositories;
    this.restic = restic;
  }

  /**
   * Makes a repository and adds it at the end of the list.
   *
   * @param secrets what the place asks for; a password is made up unless one is among them
   */
  public Repository add(
      String name, Place place, Map<String, String> secrets, Restic.Listener listener) {
    Problems problems = new Problems();
    Names.app(name, problems);
    problems.raiseIfAny();
    check(place);
    Repository repository = repositories.begin(name, place, secrets);
    try {
      prepare(place);
      Restic.Result made = restic.attempt(Task.on(repository, "init"), listener);
      if (!made.done() && !opens(repository)) {
        throw ResticExit.problem(Task.on(repository, "init"), made).raise();
      }
      repositories.finish(repository);
      return repository;
    } catch (ProblemException e) {
      repositories.forget(name);
      throw e;
    }
  }

  /** It was made before a crash: then it has the password that was written down before. */
  private boolean opens(Repository repository) {
    return restic.attempt(Task.on(repository, "cat", "config"), Restic.Listener.NONE).done();
  }

  /**
   * The repository that capsules go to. Where there is none, one is made in the home: better than
   * none, and said to be no more than that.
   */
  public Repository preferred(Consumer<String> note, Restic.Listener listener) {
    Optional<Repository> known = repositories.preferred();
    if (known.isPresent()) {
      return known.get();
    }
    Path directory = home.directory().resolve("repositories").resolve(DEFAULT);
    Repository made = add(DEFAULT, new Place.Local(directory), Map.of(), listener);
    note.accept(
        "There was no repository, so one was made in "
            + directory
            + ". It is lost together with this machine: add one elsewhere with `stead repo add`");
    return made;
  }

  private void check(Place place) {
    switch (place) {
      case Place.Local local -> check(local.directory());
    }
  }

  private void prepare(Place place) {
    switch (place) {
      case Place.Local local -> prepare(local.directory());
    }
  }

  /** A repository among other things would be taken for them, or they for it. */
  private void check(Path directory) {
    Path normal = directory.toAbsolutePath().normalize();
    boolean homes = normal.startsWith(home.directory());
    boolean ours = normal.startsWith(home.directory().resolve("repositories"));
    if (normal.getNameCount() == 0 || (homes && !ours) || home.directory().startsWith(normal)) {
      throw Problem.usage(
              "repo.bad-directory",
              directory + " is no place for a repository",
              "choose a directory of its own, best on another disk")
          .raise();
    }
    if (occupied(normal) && !Files.exists(normal.resolve("config"))) {
      throw Problem.usage(
              "repo.not-empty",
              directory + " is not empty",
              "choose an empty directory, or one that is not there yet")
          .raise();
    }
  }

  private static boolean occupied(Path directory) {
    if (!Files.exists(directory)) {
      return false;
    }
    try (Stream<Path> children = Files.list(directory)) {
      return children.anyMatch(child -> !child.endsWith("lost+found"));
    } catch (IOException e) {
      throw Problem.usage(
              "repo.bad-directory",
              directory + " is no directory that can be read",
              "choose another one")
          .because(e.toString())
          .raise();
    }
  }

  private static void prepare(Path directory) {
    try {
      Durable.directories(directory);
    } catch (IOException e) {
      throw Problem.failed(
              "repo.bad-directory",
              "the directory " + directory + " cannot be made",
              "make it yourself, or choose another one")
          .because(e.toString())
          .raise();
    }
  }
}
