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
  private final Set<String> asked = new HashSet<>();

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
    String because = same ? "the gateway is not serving" : because(wanted);
    return Set.of(
        placement.plan.add(
            new PublishRoutes(
                desired.app(), because, wanted, Placement.realNetworks(desired), null),
            needs));
  }

  private String because(List<Route> wanted) {
    return observed.routes().isEmpty()
        ? "the app has no route yet"
        : RouteDifference.between(observed.routes(), wanted);
  }

  /** The steps after which this service's containers can be sent requests. */
  private Set<Integer> answering(ServiceWanted service) {
    Set<String> known =
        observed.routes().stream()
            .flatMap(route -> route.targets().stream())
            .collect(Collectors.toSet());
    List<String> fresh =
        placement.servingContainers(service.name()).stream()
            .filter(container -> !known.contains(container))
            .toList();
    return answering(service, fresh, "nobody is sent to it before", Set.of());
  }

  /** The steps after which these containers of the service are healthy and answer. */
  Set<Integer> answering(
      ServiceWanted service, List<String> containers, String because, Set<Integer> after) {
    Set<Integer> ready = new HashSet<>(after);
    ready.addAll(placement.rolloutOf(service.name()).reached(Condition.HEALTHY));
    Set<Integer> answering = new HashSet<>(ready);
    for (String container : containers) {
      if (!asked.add(container)) {
        continue;
      }
      for (Probe probe : service.probes()) {
        answering.add(
            placement.plan.add(
                new AwaitAnswer(
                    placement.target(service.name()),
                    because,
                    probe.of(container),
                    Placement.realNetworks(desired)),
                ready));
      }
    }
    return answering;
  }
}
