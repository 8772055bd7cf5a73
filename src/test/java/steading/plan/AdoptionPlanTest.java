package steading.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import steading.compose.Hook;
import steading.compose.Lifecycle;
import steading.compose.Lifecycle.Condition;
import steading.compose.Service;
import steading.engine.ContainerSeen;
import steading.engine.ContainerSeen.Health;
import steading.engine.ContainerSeen.MountSeen;
import steading.engine.ContainerSeen.State;

/** Plans for a stack that ran under Docker Compose, broken off after every step in thought. */
class AdoptionPlanTest {
  private Sample sample;
  private World world;

  /**
   * A stack whose database and web server differ from what is wanted, and whose worker does not.
   */
  @BeforeEach
  void start() {
    sample = new Sample();
    sample.tasks = List.of();
    world = stack();
  }

  private World stack() {
    World compose = new World();
    compose.run(Planner.plan(sample.desired(), compose.observed()));
    compose.routes = List.of();
    List<ContainerSeen> made = new ArrayList<>(compose.containers.values());
    compose.containers.clear();
    for (ContainerSeen seen : made) {
      String service = seen.label(Labels.SERVICE);
      Map<String, String> labels = new LinkedHashMap<>(seen.labels());
      labels.put(Labels.ADOPTED, "running");
      if (!service.equals("worker")) {
        labels.put(Labels.DIFFERS, "environment");
      }
      compose.containers.put(
          "legacy-" + service + "-1", named("legacy-" + service + "-1", seen.withLabels(labels)));
    }
    return compose;
  }

  @Test
  void whatIsAsWantedIsNotTouched() {
    Plan plan = plan();

    assertThat(plan.text()).doesNotContain("worker").contains("differs from the file: environment");
    world.run(plan);
    assertThat(world.containers).containsKey("legacy-worker-1").hasSize(3);
    assertThat(plan().empty()).isTrue();
  }

  @Test
  void nothingOldGoesBeforeAllThatTakesItsPlaceIsWell() {
    List<Plan.Planned> steps = plan().steps();
    int lastAwait = 0;
    int firstRemoval = steps.size();
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i).step() instanceof Step.AwaitHealthy
          || steps.get(i).step() instanceof Step.PublishRoutes) {
        lastAwait = i;
      } else if (steps.get(i).step() instanceof Step.RemoveContainer) {
        firstRemoval = Math.min(firstRemoval, i);
        assertThat(steps.get(i).needs()).isNotEmpty();
      }
    }
    assertThat(firstRemoval).isGreaterThan(lastAwait);
  }

  @Test
  void brokenOffAnywhereItGoesOnOrGivesTheOldStackBack() {
    int steps = plan().steps().size();
    for (int done = 0; done <= steps; done++) {
      world = stack();
      List<Plan.Planned> all = plan().steps();
      all.subList(0, done).forEach(planned -> world.perform(planned.step()));
      boolean whole =
          world.containers.keySet().stream().filter(n -> n.startsWith("legacy")).count() == 3;
      if (whole) {
        World back = copy(world);
        back.run(Planner.plan(Desired.released("hello"), back.observed()));
        assertThat(back.containers.keySet())
            .as("released after step %s", done)
            .containsExactlyInAnyOrder("legacy-db-1", "legacy-web-1", "legacy-worker-1");
        assertThat(back.containers.values()).allMatch(ContainerSeen::running);
        assertThat(Planner.plan(Desired.released("hello"), back.observed()).empty()).isTrue();
      }
      world.run(plan());
      assertThat(plan().empty()).as("went on after step %s", done).isTrue();
    }
  }

  @Test
  void dataInAVolumeWithoutANameIsNotLeftBehind() {
    ContainerSeen web = world.containers.get("legacy-web-1");
    String nameless = "0123456789abcdef".repeat(4);
    world.containers.put(
        "legacy-web-1", mounted(web, List.of(new MountSeen(nameless, "/uploads", false))));

    world.nameless.add(nameless);
    world.run(plan());

    assertThat(world.containers).doesNotContainKey("legacy-web-1");
    assertThat(world.containers.get("stead-h0me-hello-web-1").mounts())
        .containsExactly(new MountSeen(nameless, "/uploads", false));
  }

  @Test
  void whatRunsAfterAStartIsNotRunInAContainerThatStartedLongAgo() {
    Service worker = Sample.service("worker", Map.of("db", Condition.HEALTHY));
    Lifecycle own = worker.lifecycle();
    sample.put(
        worker.withLifecycle(
            new Lifecycle(
                own.dependsOn(),
                own.healthcheck(),
                own.restart(),
                own.stopSignal(),
                own.stopGracePeriod(),
                List.of(new Hook(List.of("greet"), null, false, null, Map.of())),
                List.of())),
        "hello:1");
    world = stack();
    world.marks.clear();

    assertThat(plan().text()).doesNotContain("worker");
    world.state("legacy-worker-1", State.EXITED, Health.NONE);
    assertThat(plan().steps().stream().map(Plan.Planned::step))
        .anyMatch(step -> step instanceof Step.RunHooks hooks && hooks.target().endsWith("worker"));
  }

  private Plan plan() {
    return Planner.plan(sample.desired(), world.observed());
  }

  private static World copy(World world) {
    World copy = new World();
    copy.images.addAll(world.images);
    copy.volumes.addAll(world.volumes);
    copy.containers.putAll(world.containers);
    copy.routes = world.routes;
    return copy;
  }

  private static ContainerSeen named(String name, ContainerSeen c) {
    return seen(c, name, c.mounts());
  }

  private static ContainerSeen mounted(ContainerSeen c, List<MountSeen> mounts) {
    return seen(c, c.name(), mounts);
  }

  private static ContainerSeen seen(ContainerSeen c, String name, List<MountSeen> mounts) {
    return new ContainerSeen(
        "id-" + name,
        name,
        c.imageId(),
        State.RUNNING,
        Health.HEALTHY,
        0,
        false,
        c.startedAt(),
        c.labels(),
        c.networks(),
        mounts,
        c.memory(),
        c.nanoCpus(),
        c.restartPolicy(),
        c.grace(),
        0,
        "",
        c.partners());
  }
}
