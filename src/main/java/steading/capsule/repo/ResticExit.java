package steading.capsule.repo;

import java.util.Optional;
import steading.problem.Problem;

/**
 * What restic's exit codes mean. Only 0 is success: older releases do not know the finer ones, and
 * one that nobody knows is a failure.
 */
final class ResticExit {
  static final int DONE = 0;
  static final int INCOMPLETE = 3;
  static final int NO_REPOSITORY = 10;
  static final int LOCKED = 11;
  static final int WRONG_PASSWORD = 12;
  private static final int KILLED = 137;
  static final int TIME_OVER = -1;
  private static final int FAILED = 1;

  /** We ended it, since nothing but failures came for too long. */
  static final int GAVE_UP = -2;

  private ResticExit() {}

  static Problem problem(Task task, Restic.Result result) {
    Repository repository = task.repository();
    return trouble(repository, result)
        .map(trouble -> trouble.problem(named(repository)))
        .orElseGet(() -> problem(named(repository), task, result))
        .because(String.join("\n", result.last()));
  }

  static String named(Repository repository) {
    return "repository \"" + repository.name() + "\" (" + repository.place().shown() + ")";
  }

  /** What its words point to, where the exit code alone says nothing. */
  static Optional<Trouble> trouble(Repository repository, Restic.Result result) {
    if (result.exit() != FAILED && result.exit() != GAVE_UP) {
      return Optional.empty();
    }
    Optional<Trouble> trouble = Trouble.in(result.last());
    // A directory has neither credentials nor a network; what sounds so comes from elsewhere.
    return repository.place() instanceof Place.Local
        ? trouble.filter(each -> each == Trouble.FULL)
        : trouble;
  }

  private static Problem problem(String named, Task task, Restic.Result result) {
    return switch (result.exit()) {
      case INCOMPLETE -> incomplete(result);
      case NO_REPOSITORY ->
          Problem.failed(
              "repo.missing",
              named + " is not there",
              "make its disk or server available again; if it is lost, take it out of"
                  + " repositories.yaml and add a new one");
      case LOCKED ->
          Problem.failed(
              "repo.locked",
              named + " is in use by somebody else",
              "wait for them and do it again");
      case WRONG_PASSWORD ->
          Problem.failed(
              "repo.password",
              named + " has another password",
              "it is somebody else's, or repositories.yaml is not the one it was made with");
      case KILLED ->
          Problem.failed(
              "repo.killed",
              "restic was killed while it worked on " + named,
              "do it again; if nobody stopped it, the machine may have too little memory");
      case TIME_OVER ->
          Problem.failed(
              "repo.slow",
              "restic did not end within " + Moved.time(task.limit()) + " on " + named,
              "look at the disk or the network to it, and do it again");
      case GAVE_UP -> gaveUp(named, task);
      default ->
          Problem.failed(
              "repo.failed",
              "restic failed on " + named + " with exit code " + result.exit(),
              "mend what it says and do it again");
    };
  }

  private static Problem gaveUp(String named, Task task) {
    return Problem.failed(
        "repo.unreachable",
        named + " failed again and again for " + Moved.time(task.repository().terms().patience()),
        "look at the server and the network to it, and do it again");
  }

  private static Problem incomplete(Restic.Result result) {
    return Problem.failed(
        "repo.incomplete",
        "restic could not read everything: %d of the files, such as %s"
            .formatted(result.faults(), String.join(", ", result.unread())),
        "see why, mend it, and do it again");
  }
}
