package steading.daemon;

import java.util.List;
import steading.daemon.Views.PlanView;
import steading.daemon.Views.StepView;
import steading.plan.Plan;
import steading.plan.Plan.Planned;
import steading.plan.Step;

/** Plans as the outside world sees them. */
final class PlanViews {
  private PlanViews() {}

  static PlanView of(Plan plan) {
    return of(plan, List.of());
  }

  static PlanView of(Plan plan, List<String> opens) {
    return new PlanView(
        plan.app(),
        !plan.empty() || !opens.isEmpty(),
        plan.steps().stream().map(PlanViews::step).toList(),
        plan.interrupts(),
        plan.destroys(),
        opens);
  }

  private static StepView step(Planned planned) {
    Step step = planned.step();
    return new StepView(
        planned.id(),
        kind(step),
        step.target(),
        step.action(),
        step.because(),
        step.interrupts(),
        List.copyOf(planned.needs()));
  }

  /** A stable word for scripts; the compiler lists this place when a step is added. */
  private static String kind(Step step) {
    return switch (step) {
      case Step.ObtainImage s -> "obtain-image";
      case Step.CreateNetwork s -> "create-network";
      case Step.ConnectNetwork s -> "connect-network";
      case Step.RemoveNetwork s -> "remove-network";
      case Step.CreateVolume s -> "create-volume";
      case Step.RemoveVolume s -> "remove-volume";
      case Step.CreateContainer s -> "create-container";
      case Step.StartContainer s -> "start-container";
      case Step.RunHooks s -> "run-hooks";
      case Step.AwaitHealthy s -> "await-healthy";
      case Step.AwaitAnswer s -> "await-answer";
      case Step.AwaitExit s -> "await-exit";
      case Step.RunTask s -> "run-task";
      case Step.PublishRoutes s -> "publish-routes";
      case Step.WithdrawRoutes s -> "withdraw-routes";
      case Step.HoldRequests s -> "hold-requests";
      case Step.ReleaseRequests s -> "release-requests";
      case Step.Drain s -> "drain";
      case Step.StopContainer s -> "stop-container";
      case Step.RemoveContainer s -> "remove-container";
    };
  }
}
