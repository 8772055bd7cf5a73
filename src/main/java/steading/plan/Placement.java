package steading.plan;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import steading.compose.Lifecycle.Condition;
import steading.compose.Lifecycle.Dependency;
import steading.engine.ContainerSeen;
import steading.engine.ContainerSeen.State;
import steading.image.ImageChoice;
import steading.plan.Desired.NetworkWanted;
import steading.plan.Desired.ServiceWanted;
import steading.plan.Desired.TaskWanted;
import steading.plan.Desired.VolumeWanted;
import steading.plan.Step.AwaitExit;
import steading.plan.Step.AwaitHealthy;
import steading.plan.Step.CreateNetwork;
import steading.plan.Step.CreateVolume;
import steading.plan.Step.ObtainImage;
import steading.plan.Step.PublishRoutes;
import steading.plan.Step.RemoveContainer;
import steading.plan.Step.RemoveNetwork;
import steading.plan.Step.RunTask;
import steading.plan.Step.StopContainer;
import steading.problem.Problem;

/** The plan that brings an app up and keeps it up: what is there and right is left alone. */
final class Placement {
  final Desired desired;
  final Observed observed;
  final Plan.Builder plan;

  private final Map<String, Census> census = new LinkedHashMap<>();
  private final Map<String, Integer> images = new HashMap<>();
  private final Map<String, Integer> networks = new HashMap<>();
  private final Map<String, Integer> volumes = new HashMap<>();
  private final Map<String, Set<Integer>> tasksBefore = new HashMap<>();
  private final Map<String, Rollout> rollouts = new LinkedHashMap<>();

  Placement(Desired desired, Observed observed) {
    this.desired = desired;
    this.observed = observed;
    this.plan = new Plan.Builder(desired.app());
    for (ServiceWanted service : desired.services()) {
      census.put(service.name(), Census.of(service, observed, census));
    }
  }

  Plan plan() {
    DataGuard.check(desired, observed, census);
    foundations();
    Set<String> tasksPending = new HashSet<>();
    desired.tasks().stream().filter(this::pending).forEach(t -> tasksPending.add(t.name()));
    Set<Integer> lastTask = Set.of();
    for (ServiceWanted service : desired.services()) {
      // A task runs as soon as what its service depends on is up, and before the services that wait
      // for it.
      for (TaskWanted task : desired.tasks()) {
        if (tasksPending.contains(task.name()) && dueBefore(task, service)) {
          lastTask = Set.of(runTask(task, lastTask));
          tasksPending.remove(task.name());
        }
      }
      rollouts.put(service.name(), new Rollout(this, census(service.name())));
    }
    for (TaskWanted task : desired.tasks()) {
      if (tasksPending.contains(task.name())) {
        lastTask = Set.of(runTask(task, lastTask));
      }
    }
    Set<Integer> switched = switchRoutes();
    Set<Integer> gone = new HashSet<>(switched);
    Set<Integer> settled = settled(switched);
    rollouts.values().forEach(r -> gone.addAll(r.leave(settled)));
    gone.addAll(removeStrangers(settled));
    removeSpareNetworks(gone);
    return plan.build();
  }

  private Census census(String service) {
    return Objects.requireNonNull(census.get(service));
  }

  private boolean pending(TaskWanted task) {
    return !observed.marks().contains(task.mark());
  }

  private boolean dueBefore(TaskWanted task, ServiceWanted service) {
    return task.before().contains(service.name());
  }

  /** Images, networks and volumes that new containers will need. */
  private void foundations() {
    for (Census c : census.values()) {
      if (c.missing() > 0) {
        obtain(c.wanted().name(), c.wanted().image());
      }
    }
    for (TaskWanted task : desired.tasks()) {
      if (pending(task)) {
        obtain(task.service(), census(task.service()).wanted().image());
      }
    }
    for (NetworkWanted network : desired.networks()) {
      if (network.spec() != null && !observed.networks().contains(network.real())) {
        networks.put(
            network.real(),
            plan.add(
                new CreateNetwork(desired.app(), "it is not there", network.real(), network.spec()),
                Set.of()));
      }
    }
    for (VolumeWanted volume : desired.volumes()) {
      if (volume.spec() != null && !observed.volumes().contains(volume.real())) {
        volumes.put(
            volume.real(),
            plan.add(
                new CreateVolume(desired.app(), "it is not there", volume.real(), volume.spec()),
                Set.of()));
      }
    }
  }

  private void obtain(String service, ImageChoice image) {
    if (!observed.images().contains(image.reference())) {
      images.computeIfAbsent(
          image.reference(),
          r -> plan.add(new ObtainImage(target(service), "not on this Engine", image), Set.of()));
    }
  }

  /** The steps that must be done before a container of this service can be created. */
  Set<Integer> groundOf(ServiceWanted service) {
    Set<Integer> needs = new HashSet<>();
    add(needs, images.get(service.image().reference()));
    service.blueprint().networks().keySet().forEach(n -> add(needs, networks.get(n)));
    service.blueprint().volumes().values().forEach(v -> add(needs, volumes.get(v)));
    service.blueprint().service().partners().stream()
        .map(rollouts::get)
        .filter(Objects::nonNull)
        .forEach(partner -> needs.addAll(partner.created()));
    return needs;
  }

  /** The containers with whom a new container of the service shall share something. */
  Map<String, String> partnersOf(ServiceWanted service) {
    Map<String, String> partners = new LinkedHashMap<>();
    for (String partner : service.blueprint().service().partners()) {
      partners.put(
          partner,
          servingContainers(partner).stream()
              .findFirst()
              .orElseThrow(() ->
                  Problem.at(
                          service.blueprint().service().place(),
                          "compose.no-partner",
                          service.name()
                              + " shares with "
                              + partner
                              + ", of which there is no container",
                          "let " + partner + " have at least one")
                      .raise()));
    }
    return partners;
  }

  Set<Integer> networkStep(String network) {
    Set<Integer> needs = new HashSet<>();
    add(needs, networks.get(network));
    return needs;
  }

  private static void add(Set<Integer> needs, @Nullable Integer id) {
    if (id != null) {
      needs.add(id);
    }
  }

  /** The steps that must be done before a container of this service may start. */
  Set<Integer> gatesOf(ServiceWanted service) {
    Set<Integer> gates = new HashSet<>(tasksBefore.getOrDefault(service.name(), Set.of()));
    gates.addAll(dependenciesOf(service));
    return gates;
  }

  private Set<Integer> dependenciesOf(ServiceWanted service) {
    Set<Integer> gates = new HashSet<>();
    for (Map.Entry<String, Dependency> entry : service.dependsOn().entrySet()) {
      Rollout rollout = rollouts.get(entry.getKey());
      if (rollout != null) {
        gates.addAll(rollout.reached(entry.getValue().condition()));
      }
    }
    return gates;
  }

  /**
   * Whether something this service asked to be restarted with is replaced or restarted by this
   * plan.
   */
  boolean restartsWithDependency(ServiceWanted service) {
    return service.dependsOn().entrySet().stream()
        .filter(e -> e.getValue().restart())
        .map(e -> rollouts.get(e.getKey()))
        .anyMatch(r -> r != null && r.startsAnything());
  }

  /** Whether some service waits for this one to end rather than to run. */
  boolean meantToEnd(String service) {
    return desired.services().stream()
        .map(s -> s.dependsOn().get(service))
        .anyMatch(d -> d != null && d.condition() == Condition.COMPLETED);
  }

  private int runTask(TaskWanted task, Set<Integer> after) {
    ServiceWanted service = census(task.service()).wanted();
    Set<Integer> needs = groundOf(service);
    needs.addAll(dependenciesOf(service));
    needs.addAll(after);
    int id =
        plan.add(
            new RunTask(
                target(task.service()),
                "task " + task.name() + " has not been done",
                task.mark(),
                task.spec().as(task.spec().name(), task.spec().labels(), partnersOf(service)),
                task.limit()),
            needs);
    task.before().forEach(s -> tasksBefore.computeIfAbsent(s, k -> new HashSet<>()).add(id));
    return id;
  }

  private Set<Integer> switchRoutes() {
    List<Route> wanted =
        desired.routes().stream().map(r -> r.withTargets(servingContainers(r.service()))).toList();
    boolean same = wanted.equals(observed.routes());
    if (same && (wanted.isEmpty() || observed.gatewayServing())) {
      return Set.of();
    }
    Set<Integer> needs = new HashSet<>();
    wanted.stream()
        .filter(r -> rollouts.containsKey(r.service()))
        .forEach(r -> needs.addAll(rolloutOf(r.service()).reached(Condition.HEALTHY)));
    String because = same ? "the gateway is not serving" : routesBecause(wanted);
    return Set.of(
        plan.add(
            new PublishRoutes(desired.app(), because, wanted, realNetworks(desired), null), needs));
  }

  /** What was taken over goes only when all that takes its place is well: it can go back to it. */
  private Set<Integer> settled(Set<Integer> switched) {
    boolean adopting =
        observed.containers().stream().anyMatch(c -> !c.label(Labels.ADOPTED).isEmpty());
    Set<Integer> settled = new HashSet<>(switched);
    if (adopting) {
      rollouts.values().forEach(r -> settled.addAll(r.reached(Condition.HEALTHY)));
    }
    return settled;
  }

  private Rollout rolloutOf(String service) {
    return Objects.requireNonNull(rollouts.get(service), service);
  }

  private List<String> servingContainers(String service) {
    return rollouts.containsKey(service) ? rolloutOf(service).serving() : List.of();
  }

  private String routesBecause(List<Route> wanted) {
    return observed.routes().isEmpty()
        ? "the app has no route yet"
        : RouteDifference.between(observed.routes(), wanted);
  }

  static Set<String> realNetworks(Desired desired) {
    return desired.services().stream()
        .filter(ServiceWanted::routed)
        .flatMap(s -> s.blueprint().networks().keySet().stream().limit(1))
        .collect(Collectors.toSet());
  }

  /** Containers of services that are no longer part of the app, and tasks that ended. */
  private Set<Integer> removeStrangers(Set<Integer> after) {
    Set<Integer> ids = new HashSet<>();
    for (ContainerSeen seen : observed.containers()) {
      boolean task = !seen.label(Labels.TASK).isEmpty();
      if (task && (seen.running() || wantedTask(seen))) {
        continue;
      }
      if (task || !census.containsKey(seen.label(Labels.SERVICE))) {
        String because = task ? "left over from a task" : "no longer part of the app";
        ids.add(remove(seen, because, after));
      }
    }
    return ids;
  }

  private boolean wantedTask(ContainerSeen seen) {
    return desired.tasks().stream()
        .anyMatch(t -> pending(t) && t.spec().name().equals(seen.name()));
  }

  private int remove(ContainerSeen seen, String because, Set<Integer> after) {
    String target = target(seen.label(Labels.SERVICE));
    Set<Integer> needs = after;
    if (seen.state() == State.RUNNING || seen.state() == State.RESTARTING) {
      needs =
          Set.of(
              plan.add(new StopContainer(target, because, seen.name(), seen.grace(), null), after));
    }
    return plan.add(new RemoveContainer(target, because, seen.name()), needs);
  }

  private void removeSpareNetworks(Set<Integer> after) {
    Set<String> wanted =
        desired.networks().stream().map(NetworkWanted::real).collect(Collectors.toSet());
    for (String network : observed.networks().stream().sorted().toList()) {
      if (!wanted.contains(network)) {
        plan.add(new RemoveNetwork(desired.app(), "no longer part of the app", network), after);
      }
    }
  }

  int await(ServiceWanted service, String container, String because, Set<Integer> needs) {
    return meantToEnd(service.name())
        ? plan.add(
            new AwaitExit(target(service.name()), because, container, service.healthLimit()), needs)
        : plan.add(
            new AwaitHealthy(target(service.name()), because, container, service.healthLimit()),
            needs);
  }

  String target(String service) {
    return desired.app() + "/" + service;
  }
}
