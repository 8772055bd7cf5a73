package steading.capsule.repo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
  /** The one that is made where there is none. */
  public static final String DEFAULT = "local";

  private static final Duration WAIT_FOR_NEW = Duration.ofSeconds(60);

  private final Home home;
  private final Repositories repositories;
  private final Restic restic;

  public Founder(Home home, Repositories repositories, Restic restic) {
    this.home = home;
    this.repositories = repositories;
    this.restic = restic;
  }

  /** Decides whether a server that nobody knows yet is the right one; throws if it is not. */
  public interface HostKeys {
    void show(String server, String fingerprint);
  }

  /**
   * Makes a repository and adds it at the end of the list. Whatever is wrong with the place comes
   * out here, not in the night of the first backup. With a password, a repository that is there
   * already is taken into use.
   */
  public Repository add(Wanted asked, HostKeys hostKeys, Restic.Listener listener) {
    Problems problems = new Problems();
    Names.app(asked.name(), problems);
    complete(asked, problems);
    problems.raiseIfAny();
    check(asked.place());
    Wanted wanted = known(asked, hostKeys);
    Repository repository =
        repositories.begin(wanted.name(), wanted.place(), wanted.secrets(), wanted.terms());
    Repository hurried = hurried(repository);
    try {
      listener.note("trying out what may be done there");
      new Survey(restic).rights(hurried);
      prepare(wanted.place());
    } catch (ProblemException e) {
      repositories.forget(wanted.name());
      throw e;
    }
    found(wanted, hurried, listener);
    repositories.finish(repository);
    return repository;
  }

  /**
   * One that could not be made to its end stays written down: it may be there with a password that
   * stands nowhere else. Asking for it again takes it up.
   */
  private void found(Wanted wanted, Repository repository, Restic.Listener listener) {
    Restic.Result made = restic.attempt(Task.on(repository, "init"), listener);
    if (made.done()) {
      return;
    }
    Task look = Task.on(repository, "cat", "config");
    Restic.Result there = restic.attempt(look, Restic.Listener.NONE);
    if (there.done()) {
      foreign(repository, listener);
      return;
    }
    if (there.exit() == ResticExit.WRONG_PASSWORD) {
      repositories.forget(wanted.name());
      throw otherPassword(wanted);
    }
    throw ResticExit.problem(Task.on(repository, "init"), made).raise();
  }

  private static ProblemException otherPassword(Wanted wanted) {
    boolean given = wanted.secrets().containsKey(Repository.PASSWORD);
    return Problem.usage(
            "repo.password",
            given
                ? "the repository at " + wanted.place().shown() + " has another password"
                : "there is a restic repository at "
                    + wanted.place().shown()
                    + " already, whose password Steading does not have",
            given
                ? "look for the right one, in your recovery kit for example"
                : "to go on with it, give its password with --password-file FILE; otherwise choose"
                    + " another place")
        .raise();
  }

  /** What others keep there stays as it is, and the owner should know that it is there. */
  private void foreign(Repository repository, Restic.Listener listener) {
    Restic.Result snapshots =
        restic.attempt(Task.on(repository, "snapshots"), Restic.Listener.NONE);
    long all = snapshots.messages().stream().mapToLong(Founder::size).sum();
    long ours = snapshots.messages().stream().mapToLong(this::ours).sum();
    if (all > 0) {
      listener.note(
          "%d snapshots are there already, %d of them of this installation".formatted(all, ours));
    }
  }

  private static long size(JsonNode message) {
    return message.isArray() ? message.size() : 0;
  }

  private long ours(JsonNode message) {
    long ours = 0;
    for (JsonNode snapshot : message) {
      if (snapshot.path("hostname").asText().equals(HelperSpec.hostname(home))) {
        ours++;
      }
    }
    return ours;
  }

  private Wanted known(Wanted wanted, HostKeys hostKeys) {
    if (!(wanted.place() instanceof Sftp sftp)) {
      return wanted;
    }
    if (!sftp.hostKey().isEmpty()) {
      SftpSurvey.fingerprint(sftp.hostKey());
      return wanted;
    }
    Repository scratch =
        hurried(
            new Repository(wanted.name(), sftp, Map.of(Repository.PASSWORD, ""), wanted.terms()));
    String key = new SftpSurvey(restic, scratch, sftp).hostKey();
    hostKeys.show(
        sftp.host(), key.substring(0, key.indexOf(' ')) + " " + SftpSurvey.fingerprint(key));
    return wanted.at(sftp.knownBy(key));
  }

  private static Repository hurried(Repository repository) {
    return new Repository(
        repository.name(),
        repository.place(),
        repository.secrets(),
        repository.terms().hurried(WAIT_FOR_NEW));
  }

  private static void complete(Wanted wanted, Problems problems) {
    for (Credential each : wanted.place().credentials()) {
      if (each.required() && S3.known(wanted.secrets(), each.name()).isBlank()) {
        problems.add(
            Problem.usage(
                "repo.no-credentials",
                "\"" + each.name() + "\" is missing for " + wanted.place().shown(),
                "give it in a file: --credentials FILE"));
      }
    }
    boolean azure = wanted.place() instanceof Azure;
    if (azure
        && S3.known(wanted.secrets(), Azure.KEY).isBlank()
        && S3.known(wanted.secrets(), Azure.SAS).isBlank()) {
      problems.add(
          Problem.usage(
              "repo.no-credentials",
              "neither \"account-key\" nor \"sas\" is given for " + wanted.place().shown(),
              "give one in a file: --credentials FILE"));
    }
  }

  /**
   * The first repository in the owner's order that takes this app's capsules. Where there is no
   * repository at all, one is made in the home: better than none, and said to be no more than that.
   */
  public Repository preferred(String app, Consumer<String> note, Restic.Listener listener) {
    List<Repository> all = repositories.list();
    Optional<Repository> known = all.stream().filter(each -> each.terms().takes(app)).findFirst();
    if (known.isPresent()) {
      return known.get();
    }
    if (!all.isEmpty()) {
      throw Problem.failed(
              "repo.none-takes",
              "no repository takes capsules of " + app,
              "name one with --to, or change \"apps\" in " + home.repositories())
          .raise();
    }
    Path directory = home.directory().resolve("repositories").resolve(DEFAULT);
    Repository made =
        add(
            new Wanted(DEFAULT, new Place.Local(directory), Map.of(), Terms.USUAL),
            (_, _) -> {},
            listener);
    note.accept(
        "There was no repository, so one was made in "
            + directory
            + ". It is lost together with this machine: add one elsewhere with `stead repo add`");
    return made;
  }

  private void check(Place place) {
    switch (place) {
      case Place.Local local -> check(local.directory());
      case S3 _, Azure _, Sftp _, Rest _ -> {}
    }
  }

  private void prepare(Place place) {
    switch (place) {
      case Place.Local local -> prepare(local.directory());
      case S3 _, Azure _, Sftp _, Rest _ -> {}
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
