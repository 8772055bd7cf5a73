package steading.problem;

import java.util.ArrayList;
import java.util.List;

/** Collects every problem of a file, so that a person mends them all at once. */
public final class Problems {
  private final List<Problem> found = new ArrayList<>();

  public void add(Problem problem) {
    found.add(problem);
  }

  public void at(Place place, String code, String what, String fix) {
    add(Problem.at(place, code, what, fix));
  }

  public boolean any() {
    return !found.isEmpty();
  }

  public List<Problem> list() {
    return List.copyOf(found);
  }

  public void raiseIfAny() {
    if (any()) {
      throw new ProblemException(found);
    }
  }
}
