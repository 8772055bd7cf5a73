package steading.problem;

import java.util.List;
import java.util.stream.Collectors;

/** Carries problems to whoever speaks to the person; never shown as a stack trace. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  public ProblemException(Problem problem) {
    this(List.of(problem));
  }

  public ProblemException(List<Problem> problems) {
    super(problems.stream().map(Problem::text).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }

  /** The exit code of the first problem: all problems of one failure are of one kind. */
  public Exit exit() {
    return problems.isEmpty() ? Exit.FAILED : problems.getFirst().exit();
  }
}
