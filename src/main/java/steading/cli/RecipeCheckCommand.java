package steading.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import steading.app.HomeStore;
import steading.cli.check.RecipeCheck;
import steading.cli.check.RecipeCheck.Step;
import steading.cli.check.ScratchHome;
import steading.cli.terminal.Terminal;
import steading.daemon.Conversation.Caller;
import steading.daemon.control.Json;
import steading.problem.Exit;
import steading.recipe.Recipe;

/** Tries a recipe out, in an installation of its own. */
final class RecipeCheckCommand extends Command {
  private final Parameter directory = required("DIR", "The recipe's directory.");
  private final Parameter version =
      option("VERSION", "The version to try (default: the newest).", "--version");
  private final Parameter settings =
      options("KEY=VALUE", "A setting of the recipe; may be repeated.", "--set");
  private final Parameter grants =
      options("CONSTRUCT=VALUE", "What it may take of this machine; may be repeated.", "--grant");

  RecipeCheckCommand() {
    super("recipe check", "Try a recipe whole, in an installation of its own.");
    examples("stead recipe check ./my-recipe");
  }

  @Override
  int run(Session session) {
    Recipe recipe = RecipeCheck.read(Path.of(directory.required()).toAbsolutePath().normalize());
    RecipeCheck.Choices choices =
        new RecipeCheck.Choices(version.text(), Pairs.of(settings.all()), grants.all());
    Terminal terminal = session.terminal();
    Caller asking = session.caller();
    Caller caller = new Caller(asking.user(), asking.pid(), asking.command(), false, true);
    new EngineReady(session).ensure();
    try (Narrator narrator = new Narrator(terminal);
        ScratchHome home = new ScratchHome(DaemonAccess.MAIN, engine(session), caller)) {
      List<Step> steps =
          new RecipeCheck(home, narrator, step -> tell(narrator, step)).run(recipe, choices);
      return answer(session, recipe, steps);
    }
  }

  private static @Nullable String engine(Session session) {
    Map<String, String> environment = new HashMap<>(session.terminal().environment());
    environment.put("STEADING_HOME", session.home().directory().toString());
    return HomeStore.open(environment).dockerHost();
  }

  private static void tell(Narrator narrator, Step step) {
    narrator.close();
    String took = String.format(Locale.ROOT, "%.1f s", step.milliseconds() / 1000.0);
    String detail = step.detail().isEmpty() ? "" : ": " + step.detail();
    narrator.note((step.ok() ? "ok     " : "failed ") + step.name() + " (" + took + ")" + detail);
  }

  private static int answer(Session session, Recipe recipe, List<Step> steps) {
    boolean good = steps.stream().allMatch(Step::ok);
    ObjectNode answer = Json.object().put("recipe", recipe.name()).put("ok", good);
    ArrayNode list = answer.putArray("steps");
    for (Step step : steps) {
      list.addObject()
          .put("name", step.name())
          .put("ok", step.ok())
          .put("milliseconds", step.milliseconds())
          .put("detail", step.detail());
    }
    String text = recipe.name() + (good ? " does all it must" : " is not ready: see above");
    session.answer(answer, (value, page) -> page.line(text));
    return good ? Exit.DONE.code() : Exit.FAILED.code();
  }
}
