package steading.cli;

import com.fasterxml.jackson.databind.JsonNode;
import steading.cli.view.PlanText;
import steading.cli.view.View;
import steading.daemon.Requests;
import steading.problem.Exit;

/** Shows what apply would do. */
final class PlanCommand extends Command {
  private final Parameter app = optional("NAME", "The app; every app when left out.");

  PlanCommand() {
    super("plan", "Show what apply would do, and why. Changes nothing.");
    examples("stead plan tickets    exits with 3 when there is something to do");
  }

  @Override
  int run(Session session) {
    JsonNode plans = session.request(new Requests.Plan(app.text()), new QuietPlan(session));
    int shown = session.answer(plans, new PlanText());
    for (JsonNode plan : View.each(plans)) {
      if (plan.path("changes").asBoolean()) {
        return Exit.PENDING.code();
      }
    }
    return shown;
  }

  /** Here the plan is the answer, so it is not told on the way as well. */
  private static final class QuietPlan extends Narrator {
    QuietPlan(Session session) {
      super(session.terminal());
    }

    @Override
    public void plan(JsonNode plan) {
      close();
    }
  }
}
