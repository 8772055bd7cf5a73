package steading.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import steading.engine.ContainerSeen;
import steading.engine.ContainerSeen.State;
import steading.plan.Desired.Presence;
import steading.plan.Step.PublishRoutes;
import steading.plan.Step.RemoveContainer;
import steading.plan.Step.RemoveNetwork;
import steading.plan.Step.RemoveVolume;
import steading.plan.Step.StartContainer;
import steading.plan.Step.StopContainer;
import steading.plan.Step.WithdrawRoutes;

/** Plans that take an app out of service: stopped, removed, or purged with its data. */
final class Departure {
  private final Desired desired;
  private final Observed observed;
  private final Plan.Builder plan;
  private final String because;

  Departure(Desired desired, Observed observed) {
    this.desired = desired;
    this.observed = observed;
    this.plan = new Plan.Builder(desired.app());
    this.because = Planner.because(desired.presence());
  }

  /** Hosts stay claimed and answer that the app is stopped; containers stay as they are. */
  Plan stop() {
    Set<Integer> before = new HashSet<>();
    List<Route> quiet = desired.routes();
    if (!quiet.equals(observed.routes()) || (!quiet.isEmpty() && !observed.gatewayServing())) {
      before.add(
          plan.add(
              new PublishRoutes(
                  desired.app(), because, quiet, Placement.realNetworks(desired), outage()),
              Set.of()));
    }
    stopAll(before);
    return plan.build();
  }

  Plan remove(boolean purge) {
    Set<Integer> before = new HashSet<>();
    if (!observed.routes().isEmpty()) {
      before.add(
          plan.add(
              new WithdrawRoutes(desired.app(), because, observed.networks(), outage()), Set.of()));
    }
    Map<String, Integer> stops = stopAll(before);
    Set<Integer> removals = new HashSet<>(before);
    for (ContainerSeen seen : observed.containers()) {
      Integer stop = stops.get(seen.name());
      Set<Integer> needs = stop == null ? before : Set.of(stop);
      removals.add(plan.add(new RemoveContainer(target(seen), because, seen.name()), needs));
    }
    for (String network : observed.networks().stream().sorted().toList()) {
      plan.add(new RemoveNetwork(desired.app(), because, network), removals);
    }
    if (purge) {
      for (String volume : observed.volumes().stream().sorted().toList()) {
        plan.add(new RemoveVolume(desired.app(), because, volume), removals);
      }
    }
    return plan.build();
  }

  /** Nothing that was there before is touched but to be started again. */
  Plan release() {
    List<ContainerSeen> own =
        observed.containers().stream().filter(seen -> !adopted(seen)).toList();
    Set<Integer> before = new HashSet<>();
    if (!observed.routes().isEmpty()) {
      before.add(
          plan.add(
              new WithdrawRoutes(desired.app(), because, observed.networks(), null), Set.of()));
    }
    Set<Integer> gone = new HashSet<>(before);
    for (ContainerSeen seen : own) {
      Set<Integer> needs = before;
      if (needsStop(seen)) {
        needs =
            Set.of(
                plan.add(
                    new StopContainer(target(seen), because, seen.name(), seen.grace(), null),
                    before));
      }
      gone.add(plan.add(new RemoveContainer(target(seen), because, seen.name()), needs));
    }
    for (String network : observed.networks().stream().sorted().toList()) {
      plan.add(new RemoveNetwork(desired.app(), because, network), gone);
    }
    Set<Integer> started = new HashSet<>(gone);
    for (ContainerSeen seen : dependentsFirst().reversed()) {
      boolean ran = seen.label(Labels.ADOPTED).equals("running");
      if (ran && (seen.state() == State.EXITED || seen.state() == State.CREATED)) {
        started = Set.of(plan.add(new StartContainer(target(seen), because, seen.name()), started));
      }
    }
    return plan.build();
  }

  private static boolean adopted(ContainerSeen seen) {
    return !seen.label(Labels.ADOPTED).isEmpty();
  }

  private @Nullable String outage() {
    boolean serving = observed.containers().stream().anyMatch(ContainerSeen::running);
    return serving
        ? desired.app()
            + (desired.presence() == Presence.STOPPED ? " stops answering" : " is taken down")
        : null;
  }

  /**
   * Stops dependents before what they depend on; returns the step of each container that had to be
   * stopped.
   */
  private Map<String, Integer> stopAll(Set<Integer> before) {
    Map<String, Set<Integer>> stopsOfService = new HashMap<>();
    Map<String, Integer> stopOfContainer = new HashMap<>();
    for (ContainerSeen seen : dependentsFirst()) {
      Set<Integer> needs = new HashSet<>(before);
      for (ContainerSeen other : observed.containers()) {
        if (dependencies(other).contains(service(seen))) {
          needs.addAll(stopsOfService.getOrDefault(service(other), Set.of()));
        }
      }
      if (needsStop(seen)) {
        int id =
            plan.add(
                new StopContainer(target(seen), because, seen.name(), graceOf(seen), null), needs);
        stopOfContainer.put(seen.name(), id);
        stopsOfService.computeIfAbsent(service(seen), s -> new HashSet<>()).add(id);
      }
    }
    return stopOfContainer;
  }

  private static boolean needsStop(ContainerSeen seen) {
    return switch (seen.state()) {
      case RUNNING, RESTARTING, PAUSED -> true;
      case CREATED, EXITED, DEAD, REMOVING -> false;
    };
  }

  /** Its own when its service is not known any more: the recipe may be gone. */
  private Duration graceOf(ContainerSeen seen) {
    return desired.services().stream()
        .filter(s -> s.name().equals(service(seen)))
        .map(Desired.ServiceWanted::grace)
        .findFirst()
        .orElse(seen.grace());
  }

  private List<ContainerSeen> dependentsFirst() {
    List<ContainerSeen> rest = new ArrayList<>(observed.containers());
    List<ContainerSeen> ordered = new ArrayList<>();
    while (!rest.isEmpty()) {
      List<ContainerSeen> free =
          rest.stream()
              .filter(c -> rest.stream().noneMatch(o -> dependencies(o).contains(service(c))))
              .toList();
      // A cycle cannot be loaded, but labels can be forged: then the order no longer matters.
      List<ContainerSeen> next = free.isEmpty() ? List.copyOf(rest) : free;
      ordered.addAll(next);
      rest.removeAll(next);
    }
    return ordered;
  }

  /** Read from the containers themselves, since an app can be removed whose recipe is gone. */
  private static Set<String> dependencies(ContainerSeen seen) {
    Set<String> names = new HashSet<>();
    for (String dependency : seen.label(Labels.COMPOSE_DEPENDS_ON).split(",", -1)) {
      String name = dependency.split(":", 2)[0];
      if (!name.isEmpty() && !name.equals(service(seen))) {
        names.add(name);
      }
    }
    return names;
  }

  private static String service(ContainerSeen seen) {
    return seen.label(Labels.SERVICE);
  }

  private String target(ContainerSeen seen) {
    return desired.app() + "/" + service(seen);
  }
}
