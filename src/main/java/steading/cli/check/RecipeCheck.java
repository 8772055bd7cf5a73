package steading.cli.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import steading.daemon.Requests;
import steading.daemon.control.ControlClient;
import steading.problem.Problem;
import steading.problem.ProblemException;
import steading.problem.Problems;
import steading.recipe.Recipe;
import steading.recipe.RecipeReader;

/**
 * What every recipe of a catalogue must be able to do, done with a real app: from installing to
 * leaving nothing behind.
 */
public final class RecipeCheck {
  private static final String APP = "check";
  private static final String HOST = "check.localhost";
  private static final String COPY = "check-copy";
  private static final String COPY_HOST = "copy.check.localhost";
  private static final String EMAIL = "check@example.org";

  private final ScratchHome home;
  private final ControlClient.Listener listener;
  private final Consumer<Step> told;
  private final List<Step> steps = new ArrayList<>();

  /**
   * @param name what was tried, for people
   * @param detail why it failed, or what is worth knowing
   */
  public record Step(String name, boolean ok, long milliseconds, String detail) {}

  /**
   * What the owner would choose.
   *
   * @param version null: the newest
   */
  public record Choices(
      @Nullable String version, Map<String, String> settings, List<String> grants) {}

  /** One thing to try; its answer is worth knowing, and what it throws is why it failed. */
  private record Trial(String name, Supplier<String> work) {}

  public RecipeCheck(ScratchHome home, ControlClient.Listener listener, Consumer<Step> told) {
    this.home = home;
    this.listener = listener;
    this.told = told;
  }

  /** The recipe in the directory; every mistake in its files at once. */
  public static Recipe read(Path directory) {
    Problems problems = new Problems();
    Recipe recipe = RecipeReader.read(directory, problems);
    problems.raiseIfAny();
    return recipe;
  }

  /** Every step as far as one came: what comes after a failure would say nothing. */
  public List<Step> run(Recipe recipe, Choices choices) {
    List<Trial> trials = new ArrayList<>();
    trials.add(new Trial("install", () -> install(recipe, choices)));
    trials.add(new Trial("nothing is left to do", this::settled));
    trials.add(new Trial("people reach it", () -> healthy(APP, HOST)));
    recipe.jobs().stream()
        .filter(job -> job.schedule() != null)
        .forEach(job -> trials.add(new Trial("job " + job.name(), () -> job(job.name()))));
    trials.add(new Trial("restart", this::restart));
    trials.add(new Trial("backup", this::backup));
    trials.add(new Trial("restore beside", this::restoreBeside));
    trials.add(new Trial("remove with all data", this::remove));
    boolean good = true;
    for (Trial trial : trials) {
      good = good && passes(trial);
    }
    return List.copyOf(steps);
  }

  private boolean passes(Trial trial) {
    long start = System.nanoTime();
    String detail;
    boolean ok = false;
    try {
      detail = trial.work().get();
      ok = true;
    } catch (ProblemException e) {
      detail = e.problems().stream().map(Problem::text).collect(Collectors.joining("\n"));
    }
    Step step = new Step(trial.name(), ok, (System.nanoTime() - start) / 1_000_000, detail);
    steps.add(step);
    told.accept(step);
    return ok;
  }

  private String install(Recipe recipe, Choices choices) {
    return ask(new Requests.Install(
            recipe.directory().toString(),
            APP,
            recipe.routes().isEmpty() ? List.of() : List.of(HOST),
            choices.version(),
            choices.settings(),
            EMAIL,
            choices.grants(),
            true))
        .path("url")
        .asText();
  }

  /** A plan that is never empty would replace containers at every apply. */
  private String settled() {
    for (JsonNode plan : ask(new Requests.Plan(APP))) {
      if (plan.path("changes").asBoolean()) {
        throw failed(
            "right after installing there is something to do: "
                + plan.path("steps").path(0).path("because").asText(),
            "see what differs with `stead plan`");
      }
    }
    return "";
  }

  private String healthy(String app, String host) {
    List<String> errors = new ArrayList<>();
    List<String> good = new ArrayList<>();
    for (JsonNode finding : ask(new Requests.Doctor(app))) {
      String check = finding.path("check").asText();
      boolean own =
          check.equals(app) || check.startsWith(app + "/") || check.equals("https " + host);
      if (own && finding.path("level").asText().equals("error")) {
        errors.add(finding.path("what").asText());
      } else if (check.startsWith("https ")) {
        good.add(finding.path("what").asText());
      }
    }
    if (!errors.isEmpty()) {
      throw failed(String.join("; ", errors), "see the app's logs");
    }
    return String.join("; ", good);
  }

  private String job(String name) {
    JsonNode run = ask(new Requests.Run(APP, name));
    if (run.path("exitCode").asInt() != 0) {
      throw failed(
          "the job " + name + " ended with exit code " + run.path("exitCode").asText(),
          "see what it printed above");
    }
    return "";
  }

  private String restart() {
    ask(new Requests.Restart(APP, null));
    return healthy(APP, HOST);
  }

  private String backup() {
    ask(new Requests.Backup(APP, null));
    return "";
  }

  /** Whoever restores counts rows and files again, and fails where they are not those of before. */
  private String restoreBeside() {
    ask(new Requests.Restore(APP, null, COPY, List.of(COPY_HOST), false));
    String answer = healthy(COPY, COPY_HOST);
    ask(new Requests.Remove(COPY, true));
    return answer;
  }

  private String remove() {
    ask(new Requests.Remove(APP, true));
    List<String> left = home.leftOf(APP);
    if (!left.isEmpty()) {
      throw failed("it left behind " + String.join(", ", left), "remove them by hand");
    }
    return "";
  }

  private JsonNode ask(Record request) {
    return home.ask(request, listener);
  }

  private static ProblemException failed(String what, String fix) {
    return Problem.failed("check.failed", what, fix).raise();
  }
}
