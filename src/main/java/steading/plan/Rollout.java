package steading.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import steading.compose.Hook;
import steading.compose.Lifecycle.Condition;
import steading.engine.ContainerSeen;
import steading.engine.ContainerSeen.Health;
import steading.engine.ContainerSeen.State;
import steading.engine.ContainerSpec;
import steading.plan.Census.Leaver;
import steading.plan.Desired.ServiceWanted;
import steading.plan.Step.ConnectNetwork;
import steading.plan.Step.CreateContainer;
import steading.plan.Step.Drain;
import steading.plan.Step.RemoveContainer;
import steading.plan.Step.RunHooks;
import steading.plan.Step.StartContainer;
import steading.plan.Step.StopContainer;
import steading.recipe.Recipe.Replace;

/** The steps that bring one service's containers from what they are to what they shall be. */
final class Rollout {
  private final Placement placement;
  private final ServiceWanted wanted;
  private final Census census;
  private final Carried carried;
  private final List<String> serving = new ArrayList<>();
  private final Set<Integer> created = new HashSet<>();
  private final Set<Integer> started = new HashSet<>();
  private final Set<Integer> awaited = new HashSet<>();
  private final Map<String, Integer> stopped = new HashMap<>();
  private @Nullable Set<Integer> gates;

  Rollout(Placement placement, Census census) {
    this.placement = placement;
    this.census = census;
    this.wanted = census.wanted();
    this.carried = new Carried(census, placement.observed);
    census.stay().forEach(this::keep);
    replace();
  }

  List<String> serving() {
    return serving;
  }

  /** The steps that create containers. */
  Set<Integer> created() {
    return created;
  }

  boolean startsAnything() {
    return !started.isEmpty();
  }

  /** The steps after which a dependent's condition holds; empty when it holds already. */
  Set<Integer> reached(Condition condition) {
    if (condition == Condition.STARTED) {
      return started;
    }
    awaitThoseStillComing();
    Set<Integer> steps = new HashSet<>(started);
    steps.addAll(awaited);
    return steps;
  }

  /** A container that somebody else's start has to wait for, though this plan did not start it. */
  private void awaitThoseStillComing() {
    if (!awaited.isEmpty() || !started.isEmpty()) {
      return;
    }
    for (ContainerSeen seen : census.stay()) {
      boolean coming =
          placement.meantToEnd(wanted.name())
              ? seen.running()
              : seen.state() == State.RESTARTING || seen.health() == Health.STARTING;
      if (coming) {
        awaited.add(placement.await(wanted, seen.name(), "others wait for it", Set.of()));
      }
    }
  }

  private void keep(ContainerSeen seen) {
    serving.add(seen.name());
    Set<Integer> connected = reconnect(seen);
    String because = reasonToRestart(seen);
    if (because == null) {
      greet(seen);
      return;
    }
    Set<Integer> needs = new HashSet<>(connected);
    needs.addAll(gates());
    if (seen.state() == State.RUNNING || seen.state() == State.PAUSED) {
      String outage = wanted.name() + " is restarted";
      needs =
          Set.of(
              placement.plan.add(
                  new StopContainer(target(), because, seen.name(), wanted.grace(), outage),
                  placement.hold.before(wanted, needs)));
    }
    if (stopFirst()) {
      // Going back: what was to take its place may run on the same data.
      stopLeavers(Set.of());
      needs = new HashSet<>(needs);
      needs.addAll(stopped.values());
    }
    start(seen.name(), because, needs, wanted.judged());
  }

  /**
   * A crash may have come between its start and what was to be run in it then. In what was taken
   * over, Compose ran it.
   */
  private void greet(ContainerSeen seen) {
    List<Hook> hooks = wanted.blueprint().service().lifecycle().postStart();
    boolean done = placement.observed.marks().contains(RunHooks.mark(seen.name()));
    boolean ours = seen.label(Labels.ADOPTED).isEmpty();
    if (!hooks.isEmpty() && !done && ours && seen.running()) {
      started.add(
          placement.plan.add(
              new RunHooks(target(), "it was not done when it started", seen.name(), hooks),
              Set.of()));
    }
  }

  private @Nullable String reasonToRestart(ContainerSeen seen) {
    return switch (seen.state()) {
      case RUNNING ->
          seen.health() == Health.UNHEALTHY
              ? "it is unhealthy"
              : placement.restartsWithDependency(wanted)
                  ? "what it depends on is restarted"
                  : leftAlone(seen);
      case PAUSED -> "it is paused";
      case EXITED ->
          placement.meantToEnd(wanted.name()) && seen.exitCode() == 0
              ? null
              : "it has stopped (exit code " + seen.exitCode() + ")";
      case CREATED, RESTARTING, DEAD, REMOVING -> null;
    };
  }

  /** A namespace ends when its owner does, and what shared it is in an empty house. */
  private @Nullable String leftAlone(ContainerSeen seen) {
    Instant since = seen.startedAt();
    Set<String> housemates = wanted.blueprint().service().housemates();
    return placement.observed.containers().stream()
        .filter(c -> housemates.contains(c.label(Labels.SERVICE)))
        .filter(c -> seen.partners().contains(c.id()))
        .filter(c -> since != null && c.startedAt() != null && c.startedAt().isAfter(since))
        .map(c -> c.label(Labels.SERVICE) + ", with whom it shares, was started after it")
        .findFirst()
        .orElse(null);
  }

  private Set<Integer> reconnect(ContainerSeen seen) {
    Set<Integer> steps = new HashSet<>();
    wanted
        .blueprint()
        .networks()
        .forEach((network, attach) -> {
          if (!seen.networkNames().contains(network)) {
            steps.add(
                placement.plan.add(
                    new ConnectNetwork(
                        target(), "it was disconnected", network, seen.name(), attach),
                    placement.networkStep(network)));
          }
        });
    return steps;
  }

  private void replace() {
    if (census.missing() <= 0) {
      return;
    }
    Map<String, Integer> made = new LinkedHashMap<>();
    for (int i = 0; i < census.missing(); i++) {
      ContainerSpec spec = carried.into(numbered(freeNumber(made.keySet())), i);
      made.put(
          spec.name(),
          placement.plan.add(
              new CreateContainer(target(), reasonToCreate(i), spec), placement.groundOf(wanted)));
    }
    created.addAll(made.values());
    Set<Integer> free = new HashSet<>(gates());
    if (stopFirst()) {
      Set<Integer> ready = new HashSet<>(created);
      ready.addAll(gates());
      stopLeavers(ready);
      free.addAll(stopped.values());
    }
    made.forEach((name, create) -> {
      Set<Integer> needs = new HashSet<>(free);
      needs.add(create);
      serving.add(name);
      start(name, "it is new", needs, wanted.judged() || !census.leave().isEmpty());
    });
  }

  private void stopLeavers(Set<Integer> needs) {
    List<Leaver> leavers =
        census.leave().stream()
            .filter(leaver -> !stopped.containsKey(leaver.container().name()))
            .toList();
    boolean serves = leavers.stream().anyMatch(leaver -> leaver.container().running());
    Set<Integer> held = serves ? placement.hold.before(wanted, needs) : needs;
    leavers.forEach(leaver -> stop(leaver, held, wanted.name() + " is down while it is replaced"));
  }

  /** Two containers must never write the same data, in a volume without a name neither. */
  private boolean stopFirst() {
    return wanted.replace() == Replace.STOP_FIRST || carried.contended();
  }

  private void start(String container, String because, Set<Integer> needs, boolean await) {
    int start = placement.plan.add(new StartContainer(target(), because, container), needs);
    List<Hook> hooks = wanted.blueprint().service().lifecycle().postStart();
    if (!hooks.isEmpty()) {
      start =
          placement.plan.add(
              new RunHooks(target(), "it was started", container, hooks), Set.of(start));
    }
    started.add(start);
    if (await || placement.meantToEnd(wanted.name())) {
      awaited.add(placement.await(wanted, container, "it was started", Set.of(start)));
    }
  }

  private void stop(Leaver leaver, Set<Integer> needs, @Nullable String interrupts) {
    ContainerSeen seen = leaver.container();
    if (seen.state() == State.CREATED
        || seen.state() == State.EXITED
        || seen.state() == State.DEAD) {
      return;
    }
    stopped.put(
        seen.name(),
        placement.plan.add(
            new StopContainer(target(), leaver.because(), seen.name(), wanted.grace(), interrupts),
            needs));
  }

  /** Takes the old containers away, once the new ones serve; returns the removing steps. */
  Set<Integer> leave(Set<Integer> switched) {
    Set<Integer> gone = new HashSet<>();
    if (census.leave().isEmpty()) {
      return gone;
    }
    Set<Integer> after = new HashSet<>(switched);
    after.addAll(reached(Condition.HEALTHY));
    Set<Integer> drained = after;
    List<String> running =
        census.leave().stream()
            .map(Leaver::container)
            .filter(ContainerSeen::running)
            .map(ContainerSeen::name)
            .toList();
    if (wanted.routed() && stopped.isEmpty() && !running.isEmpty()) {
      drained =
          Set.of(
              placement.plan.add(
                  new Drain(target(), "requests in flight shall end", running, wanted.drain()),
                  after));
    }
    for (Leaver leaver : census.leave()) {
      String name = leaver.container().name();
      if (!stopped.containsKey(name)) {
        stop(leaver, drained, null);
      }
      Set<Integer> needs = new HashSet<>(drained);
      if (stopped.containsKey(name)) {
        needs.add(Objects.requireNonNull(stopped.get(name)));
      }
      gone.add(placement.plan.add(new RemoveContainer(target(), leaver.because(), name), needs));
    }
    return gone;
  }

  private Set<Integer> gates() {
    if (gates == null) {
      gates = placement.gatesOf(wanted);
    }
    return gates;
  }

  private String reasonToCreate(int index) {
    return index < census.leave().size() ? census.leave().get(index).because() : "it is not there";
  }

  private int freeNumber(Set<String> taken) {
    int number = 1;
    while (taken.contains(nameOf(number)) || observed(nameOf(number))) {
      number++;
    }
    return number;
  }

  private boolean observed(String name) {
    return placement.observed.containers().stream().anyMatch(c -> c.name().equals(name));
  }

  private String nameOf(int number) {
    return wanted.blueprint().name() + "-" + number;
  }

  private ContainerSpec numbered(int number) {
    ContainerSpec blueprint = wanted.blueprint();
    Map<String, String> labels = new LinkedHashMap<>(blueprint.labels());
    labels.put(Labels.NUMBER, String.valueOf(number));
    return blueprint.as(nameOf(number), labels, placement.partnersOf(wanted));
  }

  private String target() {
    return placement.target(wanted.name());
  }
}
