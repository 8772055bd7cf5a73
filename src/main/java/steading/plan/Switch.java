package steading.plan;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import steading.compose.Lifecycle.Condition;
import steading.plan.Desired.ServiceWanted;
import steading.plan.Step.AwaitAnswer;
import steading.plan.Step.PublishRoutes;

/** Leads people to the containers that shall serve, once each of them answers. */
final class Switch {
  private final Placement placement;
  private final Desired desired;
  private final Observed observed;

  Switch(Placement placement) {
    this.placement = placement;
    this.desired = placement.desired;
    this.observed = placement.observed;
  }

  /** The steps after which nobody is sent to the old containers any more. */
  Set<Integer> steps() {
    List<Route> wanted =
        desired.routes().stream()
            .map(r -> r.withTargets(placement.servingContainers(r.service())))
            .toList();
    boolean same = wanted.equals(observed.routes());
    if (same && (wanted.isEmpty() || observed.gatewayServing())) {
      return Set.of();
    }
    Set<Integer> needs = new HashSet<>();
    desired.services().stream()
        .filter(ServiceWanted::routed)
        .forEach(service -> needs.addAll(answering(service)));
    String because = same ? "the gateway is not serving" : because();
    return Set.of(
        placement.plan.add(
            new PublishRoutes(
                desired.app(), because, wanted, Placement.realNetworks(desired), null),
            needs));
  }

  private String because() {
    return observed.routes().isEmpty() ? "the app has no route yet" : "hosts or containers changed";
  }

  /** The steps after which this service's containers can be sent requests. */
  private Set<Integer> answering(ServiceWanted service) {
    Set<Integer> healthy = placement.rolloutOf(service.name()).reached(Condition.HEALTHY);
    Set<Integer> answering = new HashSet<>(healthy);
    Set<String> known =
        observed.routes().stream()
            .flatMap(route -> route.targets().stream())
            .collect(Collectors.toSet());
    for (String container : placement.servingContainers(service.name())) {
      if (!known.contains(container)) {
        for (Probe probe : service.probes()) {
          answering.add(
              placement.plan.add(
                  new AwaitAnswer(
                      placement.target(service.name()),
                      "nobody is sent to it before",
                      probe.of(container),
                      Placement.realNetworks(desired)),
                  healthy));
        }
      }
    }
    return answering;
  }
}
