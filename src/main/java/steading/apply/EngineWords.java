package steading.apply;

import java.util.Locale;
import steading.engine.EngineException;
import steading.problem.Problem;
import steading.problem.ProblemException;

/** What the Engine refuses outside of a step, for people. */
public final class EngineWords {
  private EngineWords() {}

  public static ProblemException problem(EngineException e) {
    return Problem.failed(
            "engine." + e.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'),
            "the Docker Engine did not do what it was asked",
            e.reason() == EngineException.Reason.UNREACHABLE
                ? "start it, then try again: `stead doctor` looks at the whole machine"
                : "see the reason above; `stead doctor` looks at the whole machine")
        .because(e.text())
        .raise();
  }
}
