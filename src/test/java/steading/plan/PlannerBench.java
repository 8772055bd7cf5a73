package steading.plan;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import steading.app.App;
import steading.compose.Lifecycle.Condition;
import steading.engine.ContainerSpec;

/**
 * Times the planner alone: what is wanted and what there is lie ready in memory, as after a look at
 * the Engine. Run by {@code bench/run}; the first argument is the number of apps, half of which are
 * as wanted while each of the others has one thing to do. Prints the first round of a fresh JVM and
 * the best of those that follow, in milliseconds.
 */
public final class PlannerBench {
  private static final int ROUNDS = 10;

  private PlannerBench() {}

  private record Case(Desired desired, Observed observed, boolean converged) {}

  public static void main(String[] words) {
    List<Case> cases = cases(Integer.parseInt(words[0]));
    double cold = round(cases);
    double warm = Double.MAX_VALUE;
    for (int i = 0; i < ROUNDS; i++) {
      warm = Math.min(warm, round(cases));
    }
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.printf("%.1f %.1f%n", cold, warm);
  }

  private static double round(List<Case> cases) {
    // What making the cases left behind is not the planner's.
    System.gc();
    long start = System.nanoTime();
    int empty = 0;
    for (Case c : cases) {
      empty += Planner.plan(c.desired, c.observed).empty() ? 1 : 0;
    }
    double millis = (System.nanoTime() - start) / 1e6;
    long converged = cases.stream().filter(Case::converged).count();
    if (empty != converged) {
      throw new IllegalStateException(empty + " plans are empty, " + converged + " should be");
    }
    return millis;
  }

  private static List<Case> cases(int count) {
    List<Case> cases = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Sample sample = sample(i);
      World world = converged(sample.desired());
      boolean converged = i % 2 == 0;
      if (!converged) {
        change(sample, world, i);
      }
      cases.add(new Case(sample.desired(), world.observed(), converged));
    }
    return cases;
  }

  /** As the planner would have made it; made without it, so that the first round finds it cold. */
  private static World converged(Desired desired) {
    World world = new World();
    desired.networks().forEach(n -> world.networks.add(n.real()));
    desired.volumes().forEach(v -> world.volumes.add(v.real()));
    desired.tasks().forEach(t -> world.marks.add(t.mark()));
    for (Desired.ServiceWanted service : desired.services()) {
      world.images.add(service.image().reference());
      ContainerSpec spec = numbered(service.blueprint());
      world.perform(new Step.CreateContainer(service.name(), "", spec));
      world.perform(new Step.StartContainer(service.name(), "", spec.name()));
    }
    world.routes =
        desired.routes().stream()
            .map(r -> r.withTargets(List.of(container(desired, r.service()))))
            .toList();
    return world;
  }

  private static String container(Desired desired, String service) {
    return desired.services().stream()
        .filter(s -> s.name().equals(service))
        .map(s -> numbered(s.blueprint()).name())
        .findFirst()
        .orElseThrow();
  }

  private static ContainerSpec numbered(ContainerSpec blueprint) {
    Map<String, String> labels = new LinkedHashMap<>(blueprint.labels());
    labels.put(Labels.NUMBER, "1");
    return new ContainerSpec(
        blueprint.name() + "-1",
        blueprint.image(),
        blueprint.service(),
        blueprint.networks(),
        blueprint.volumes(),
        labels,
        blueprint.files(),
        blueprint.binds());
  }

  /** Three services, as most have; every tenth app twice as many. */
  private static Sample sample(int number) {
    Sample sample = new Sample();
    if (number % 10 == 0) {
      for (String name : List.of("cache", "mailer", "search")) {
        sample.put(Sample.service(name, Map.of("db", Condition.STARTED)), name + ":1");
      }
    }
    sample.app = renamed(sample.app, "app-" + number, 1);
    return sample;
  }

  /** By turns: a changed variable, a crashed container, one more replica, a changed image. */
  private static void change(Sample sample, World world, int number) {
    switch (number / 2 % 4) {
      case 0 -> sample.change("web", "GREETING", "number " + number);
      case 1 -> world.containers.remove(world.containers.keySet().iterator().next());
      case 2 -> sample.app = renamed(sample.app, sample.app.name(), 2);
      default -> sample.put(sample.services.get("worker"), "hello:2");
    }
  }

  private static App renamed(App app, String name, int workers) {
    return new App(
        name,
        app.recipe(),
        app.version(),
        List.of(name + ".localhost"),
        app.email(),
        app.settings(),
        workers == 1 ? Map.of() : new LinkedHashMap<>(Map.of("worker", workers)),
        app.running());
  }
}
