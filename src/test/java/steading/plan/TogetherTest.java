package steading.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import steading.app.App;
import steading.compose.Hook;
import steading.compose.Lifecycle;
import steading.compose.Lifecycle.Condition;
import steading.compose.Lifecycle.Dependency;
import steading.compose.Service;
import steading.compose.Wiring;
import steading.engine.ContainerSeen;
import steading.engine.ContainerSeen.Health;
import steading.engine.ContainerSeen.State;
import steading.problem.ProblemException;

/** Services that share a namespace stay together; what is run after a start is run. */
class TogetherTest {
  private Sample sample = new Sample();
  private World world = new World();

  @BeforeEach
  void begin() {
    sample = new Sample();
    world = new World();
    Service side = Sample.service("side", Map.of());
    sample.put(
        side.withWiring(
                new Wiring(
                    Map.of(),
                    List.of(),
                    List.of(),
                    null,
                    "service:db",
                    List.of(),
                    List.of(),
                    List.of()))
            .withLifecycle(
                new Lifecycle(
                    Map.of("db", new Dependency(Condition.STARTED, true, true)),
                    null,
                    Lifecycle.Restart.NO,
                    null,
                    null,
                    List.of(new Hook(List.of("greet"), null, false, null, Map.of())),
                    List.of())),
        "side:1");
  }

  private Plan plan() {
    return Planner.plan(sample.desired(), world.observed());
  }

  private void finish() {
    for (int round = 0; round < 4 && !plan().empty(); round++) {
      world.run(plan());
    }
    assertThat(plan().text()).isEqualTo("hello: nothing to do\n");
  }

  private ContainerSeen only(String service) {
    List<ContainerSeen> found =
        world.containers.values().stream()
            .filter(c -> c.label(Labels.SERVICE).equals(service))
            .toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private void together() {
    assertThat(only("side").partners()).containsExactly(only("db").id());
    assertThat(world.marks).contains(Step.RunHooks.mark(only("side").name()));
    assertThat(only("side").running()).isTrue();
  }

  @Test
  void they_are_made_one_after_the_other_and_greeted() {
    finish();
    together();
  }

  @Test
  void whoever_shares_is_replaced_with_the_one_it_shares_with() {
    finish();
    sample.limit("db", 64 << 20);
    assertThat(plan().text()).contains("it shares with db, which is replaced");
    finish();
    together();
  }

  @Test
  void a_partner_removed_by_hand_takes_the_other_along() {
    finish();
    world.containers.remove(only("db").name());
    finish();
    together();
  }

  @Test
  void a_partner_that_is_started_again_has_a_new_namespace() {
    finish();
    world.state(only("db").name(), State.EXITED, Health.NONE);
    assertThat(plan().text()).contains("side: stop container", "run post_start in");
    finish();
    together();
  }

  @Test
  void Promise_resume_they_find_each_other_wherever_the_plan_broke_off() {
    finish();
    sample.limit("db", 64 << 20);
    int steps = plan().steps().size();
    for (int broken = 0; broken <= steps; broken++) {
      begin();
      finish();
      sample.limit("db", 64 << 20);
      plan().steps().stream().limit(broken).forEach(p -> world.perform(p.step()));
      finish();
      together();
    }
  }

  @Test
  void Promise_resume_nobody_is_left_in_an_empty_house_wherever_the_plan_broke_off() {
    finish();
    world.state(only("db").name(), State.EXITED, Health.NONE);
    int steps = plan().steps().size();
    for (int broken = 0; broken <= steps; broken++) {
      begin();
      finish();
      world.state(only("db").name(), State.EXITED, Health.NONE);
      plan().steps().stream().limit(broken).forEach(p -> world.perform(p.step()));
      finish();
      together();
      assertThat(only("side").startedAt()).isAfter(only("db").startedAt());
    }
  }

  @Test
  void who_shares_with_nobody_cannot_be() {
    sample.app =
        new App("hello", "hello", "1.0.0", List.of(), null, Map.of(), Map.of("db", 0), true);
    assertThatThrownBy(this::plan)
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("side shares with db, of which there is no container");
  }
}
