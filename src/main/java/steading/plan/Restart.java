package steading.plan;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import steading.compose.Hook;
import steading.engine.ContainerSeen;
import steading.plan.Desired.ServiceWanted;
import steading.plan.Step.AwaitHealthy;
import steading.plan.Step.RunHooks;
import steading.plan.Step.StartContainer;
import steading.plan.Step.StopContainer;
import steading.problem.Problem;
import steading.recipe.Shown;

/** Stops and starts what is there, dependencies first, without changing it. */
final class Restart {
  private static final String BECAUSE = "a restart was asked for";

  private final Desired desired;
  private final Observed observed;
  private final Plan.Builder plan;

  Restart(Desired desired, Observed observed) {
    this.desired = desired;
    this.observed = observed;
    this.plan = new Plan.Builder(desired.app());
  }

  Plan of(@Nullable String only) {
    if (only != null && desired.services().stream().noneMatch(s -> s.name().equals(only))) {
      throw Problem.notFound(
              "service.not-found",
              desired.app() + " has no service " + Shown.quoted(only),
              "choose one of "
                  + String.join(
                      ", ", desired.services().stream().map(ServiceWanted::name).toList()))
          .raise();
    }
    Map<String, Set<Integer>> ready = new HashMap<>();
    for (ServiceWanted service : desired.services()) {
      if (only != null && !only.equals(service.name())) {
        continue;
      }
      Set<Integer> after = new HashSet<>();
      service.dependsOn().keySet().forEach(d -> after.addAll(ready.getOrDefault(d, Set.of())));
      // One replica after the other, so that the others go on serving.
      for (ContainerSeen seen : observed.containers()) {
        if (seen.label(Labels.SERVICE).equals(service.name())
            && seen.label(Labels.TASK).isEmpty()) {
          int last = restart(service, seen, after);
          after.clear();
          after.add(last);
        }
      }
      ready.put(service.name(), after);
    }
    return plan.build();
  }

  private int restart(ServiceWanted service, ContainerSeen seen, Set<Integer> after) {
    String target = desired.app() + "/" + service.name();
    Set<Integer> needs = after;
    if (seen.running()) {
      needs =
          Set.of(
              plan.add(
                  new StopContainer(
                      target,
                      BECAUSE,
                      seen.name(),
                      service.grace(),
                      service.name() + " is restarted"),
                  after));
    }
    int start = plan.add(new StartContainer(target, BECAUSE, seen.name()), needs);
    List<Hook> hooks = service.blueprint().service().lifecycle().postStart();
    if (!hooks.isEmpty()) {
      start = plan.add(new RunHooks(target, "it was started", seen.name(), hooks), Set.of(start));
    }
    return service.judged()
        ? plan.add(
            new AwaitHealthy(target, BECAUSE, seen.name(), service.healthLimit()), Set.of(start))
        : start;
  }
}
