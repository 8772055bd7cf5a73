package steading.app;

import java.util.Optional;
import steading.problem.Problem;
import steading.problem.ProblemException;

/** Which app a stack of Docker Compose belongs to: two on the same volumes would ruin them. */
public final class Claims {
  private Claims() {}

  /** The problem with taking a stack over that another app has now. */
  public static Optional<Problem> live(Home home, String app, String project) {
    return AppStore.directories(home.apps())
        .filter(other -> !other.equals(app))
        .filter(other -> claims(new Revisions(home.appDirectory(other), other), project))
        .sorted()
        .findFirst()
        .map(other ->
            Problem.usage(
                "adopt.taken",
                "the app " + other + " has taken over the Compose project " + project,
                "change that app, or remove it first"));
  }

  /** The problem with taking a stack over whose volumes are still kept for a removed app. */
  public static Optional<Problem> removed(Home home, String app, String project) {
    return AppStore.directories(home.trash())
        .filter(other -> !other.equals(app))
        .map(other -> new Revisions(home.trash().resolve(other), other))
        // Nothing was ever its own that was never applied.
        .filter(other -> !other.numbers().isEmpty() && claims(other, project))
        .map(Revisions::app)
        .sorted()
        .findFirst()
        .map(other ->
            Problem.usage(
                "adopt.taken",
                "the app "
                    + other
                    + ", which was removed, had taken over the Compose project "
                    + project
                    + ", and its volumes are still kept for it",
                "bring it back: stead restore " + other));
  }

  /** The problem with bringing a removed app back whose stack is another app's by now. */
  static Optional<Problem> restoring(Home home, String app) {
    return adoption(new Revisions(home.trash().resolve(app), app))
        .flatMap(adoption -> live(home, app, adoption.project()));
  }

  private static boolean claims(Revisions app, String project) {
    return adoption(app).filter(adoption -> adoption.project().equals(project)).isPresent();
  }

  private static Optional<Adoption> adoption(Revisions app) {
    try {
      return Imported.adoption(app.appDirectory(), app.app());
    } catch (ProblemException e) {
      // What is damaged is told where it is needed; it must not hold up another app.
      return Optional.empty();
    }
  }
}
