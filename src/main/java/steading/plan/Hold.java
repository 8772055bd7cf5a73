package steading.plan;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import steading.compose.Lifecycle.Condition;
import steading.plan.Desired.ServiceWanted;
import steading.plan.Step.HoldRequests;
import steading.plan.Step.ReleaseRequests;

/**
 * Keeps requests waiting at the gateway while a service is away that answering them needs, from
 * just before it is stopped until everything answers again.
 */
final class Hold {
  /** Requests under way are few where a page takes longer than this. */
  private static final Duration UNDER_WAY = Duration.ofSeconds(5);

  private final Placement placement;
  private boolean any;

  Hold(Placement placement) {
    this.placement = placement;
  }

  /** The steps after which this service may be stopped. */
  Set<Integer> before(ServiceWanted stopping, Set<Integer> needs) {
    Set<String> waiting = waitingFor(stopping);
    if (waiting.isEmpty()) {
      return needs;
    }
    any = true;
    int step =
        placement.plan.add(
            new HoldRequests(
                placement.target(stopping.name()),
                "they wait until " + stopping.name() + " is back",
                waiting,
                UNDER_WAY),
            needs);
    return Set.of(step);
  }

  /** Services with routes that lead somewhere now, and that need this one. */
  private Set<String> waitingFor(ServiceWanted stopping) {
    Set<String> waiting = new TreeSet<>();
    for (ServiceWanted service : placement.desired.services()) {
      boolean reachable =
          placement.observed.routes().stream()
              .anyMatch(route -> route.service().equals(service.name()));
      if (reachable && service.routed() && needed(service).contains(stopping.name())) {
        waiting.add(service.name());
      }
    }
    return waiting;
  }

  /** The service and all that it depends on, directly or not. */
  private Set<String> needed(ServiceWanted service) {
    Set<String> needed = new TreeSet<>(Set.of(service.name()));
    // Dependencies come first in the order of the services.
    for (ServiceWanted other : placement.desired.services().reversed()) {
      if (needed.contains(other.name())) {
        needed.addAll(other.dependsOn().keySet());
      }
    }
    return needed;
  }

  /** Once all that requests need is well, and answers. */
  void end(Switch routes, Set<Integer> switched) {
    if (!any && !placement.observed.held()) {
      return;
    }
    List<ServiceWanted> routed =
        placement.desired.services().stream().filter(ServiceWanted::routed).toList();
    Set<Integer> well = new HashSet<>(switched);
    routed.stream()
        .flatMap(service -> needed(service).stream())
        .flatMap(name -> placement.rolloutIfAny(name).stream())
        .forEach(rollout -> well.addAll(rollout.reached(Condition.HEALTHY)));
    Set<Integer> needs = new HashSet<>(well);
    for (ServiceWanted service : routed) {
      List<String> containers = placement.servingContainers(service.name());
      needs.addAll(routes.answering(service, containers, "requests wait for it", well));
    }
    placement.plan.add(
        new ReleaseRequests(placement.desired.app(), "what they waited for is back"), needs);
  }
}
