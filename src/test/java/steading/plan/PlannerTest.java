package steading.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import steading.app.App;
import steading.compose.Volume;
import steading.engine.ContainerSeen.Health;
import steading.engine.ContainerSeen.State;
import steading.problem.ProblemException;

class PlannerTest {
  private static final String DB = "stead-h0me-hello-db-1";
  private static final String WEB = "stead-h0me-hello-web-1";

  private final Sample sample = new Sample();
  private final World world = new World();

  private Plan plan() {
    return Planner.plan(sample.desired(), world.observed());
  }

  private void installed() {
    world.run(plan());
    assertThat(plan().text()).isEqualTo("hello: nothing to do\n");
  }

  @Test
  void a_first_installation_brings_everything_up_in_order() {
    assertThat(plan().text()).isEqualTo(Golden.read("install.txt"));
  }

  @Test
  void what_is_there_and_right_is_left_alone() {
    installed();
    assertThat(plan().empty()).isTrue();
  }

  @Test
  void a_changed_variable_replaces_one_service_and_the_old_one_is_left_last() {
    installed();
    sample.change("web", "GREETING", "Hi");
    assertThat(plan().text()).isEqualTo(Golden.read("set.txt"));
    assertThat(plan().interrupts()).isEmpty();
    world.run(plan());
    assertThat(plan().empty()).isTrue();
  }

  @Test
  void a_database_is_stopped_before_its_successor_starts() {
    installed();
    sample.limit("db", 64 << 20);
    assertThat(plan().text()).isEqualTo(Golden.read("stop-first.txt"));
    assertThat(plan().interrupts()).containsExactly("db is down while it is replaced");
    world.run(plan());
    assertThat(plan().empty()).isTrue();
  }

  @Test
  void a_container_removed_by_hand_comes_back_and_only_it() {
    installed();
    world.containers.remove(WEB);
    assertThat(plan().text()).isEqualTo(Golden.read("removed-by-hand.txt"));
    world.run(plan());
    assertThat(plan().empty()).isTrue();
  }

  @Test
  void a_stopped_container_is_started_and_names_its_exit_code() {
    installed();
    world.state(DB, State.EXITED, Health.NONE);
    assertThat(plan().text()).contains("start container " + DB + " (it has stopped (exit code 0))");
    world.run(plan());
    assertThat(plan().empty()).isTrue();
  }

  @Test
  void an_unhealthy_or_disconnected_container_is_mended() {
    installed();
    world.state(DB, State.RUNNING, Health.UNHEALTHY);
    world.disconnect(WEB, "stead-h0me-hello_default");
    assertThat(plan().text())
        .contains("stop container " + DB + " (it is unhealthy)")
        .contains("it was disconnected");
    world.run(plan());
    assertThat(plan().empty()).isTrue();
  }

  @Test
  void an_unhealthy_container_that_people_are_sent_to_is_left_only_for_a_healthy_one() {
    installed();
    world.state(WEB, State.RUNNING, Health.UNHEALTHY);
    assertThat(plan().text())
        .isEqualTo(Golden.read("set.txt").replace("environment changed", "it is unhealthy"));
    assertThat(plan().interrupts()).isEmpty();
    world.run(plan());
    assertThat(plan().empty()).isTrue();
  }

  @Test
  void a_container_that_was_created_but_never_started_is_not_trusted() {
    installed();
    world.state(WEB, State.CREATED, Health.NONE);
    assertThat(plan().text()).contains("remove container " + WEB + " (it was never started)");
    world.run(plan());
    assertThat(plan().empty()).isTrue();
  }

  @Test
  void scaling_up_adds_and_scaling_down_removes() {
    installed();
    sample.app = sample.app.withScale(Map.of("web", 3));
    assertThat(plan().text()).isEqualTo(Golden.read("scale-up.txt"));
    world.run(plan());
    assertThat(world.routes.getFirst().targets()).hasSize(3);
    sample.app = sample.app.withScale(Map.of("web", 1));
    assertThat(plan().text()).contains("scaled to 1").contains("drain");
    world.run(plan());
    assertThat(plan().empty()).isTrue();
    assertThat(world.routes.getFirst().targets()).hasSize(1);
  }

  @Test
  void a_service_that_must_be_single_is_not_scaled() {
    sample.app = sample.app.withScale(Map.of("db", 2));
    assertThatThrownBy(this::plan)
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("can only run once");
  }

  @Test
  void a_stopped_app_keeps_its_containers_and_its_hosts() {
    installed();
    sample.app = sample.app.withRunning(false);
    assertThat(plan().text()).isEqualTo(Golden.read("stop.txt"));
    world.run(plan());
    assertThat(plan().empty()).isTrue();
    assertThat(world.containers).hasSize(3);
  }

  @Test
  void removing_keeps_the_data_and_purging_names_what_it_destroys() {
    installed();
    Plan remove = Planner.plan(Desired.gone("hello", false), world.observed());
    assertThat(remove.text()).isEqualTo(Golden.read("remove.txt"));
    Plan purge = Planner.plan(Desired.gone("hello", true), world.observed());
    assertThat(purge.destroys()).containsExactly("volume stead-h0me-hello_data and all data in it");
    world.run(remove);
    assertThat(world.volumes).hasSize(1);
    assertThat(world.containers).isEmpty();
    assertThat(world.networks).isEmpty();
  }

  @Test
  void Promise_data_a_lost_volume_is_not_replaced_by_an_empty_one() {
    installed();
    world.volumes.clear();
    assertThatThrownBy(this::plan)
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("is gone");
  }

  @Test
  void Promise_data_a_mount_is_not_moved_to_a_new_empty_volume() {
    installed();
    sample.put(Sample.withVolume(Sample.service("db", Map.of()), "other", "/data"), "postgres:17");
    sample.volumes.put("other", new Volume("other", null, false, null, Map.of(), Map.of()));
    assertThatThrownBy(this::plan)
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("would change from volume");
  }

  @Test
  void a_service_that_left_the_recipe_leaves_the_engine() {
    installed();
    sample.services.remove("worker");
    sample.tasks = List.of();
    assertThat(plan().text()).contains("no longer part of the app");
    world.run(plan());
    assertThat(plan().empty()).isTrue();
  }

  @Test
  void a_new_version_runs_its_task_before_the_new_code_serves() {
    installed();
    sample.app =
        new App("hello", "hello", "2.0.0", sample.app.hosts(), null, Map.of(), Map.of(), true);
    sample.put(sample.services.get("web"), "hello:2");
    sample.put(sample.services.get("worker"), "hello:2");
    assertThat(plan().text()).isEqualTo(Golden.read("new-version.txt"));
    world.run(plan());
    assertThat(plan().empty()).isTrue();
  }

  @Test
  void Promise_resume_a_plan_broken_off_anywhere_is_finished_by_planning_again() {
    Plan whole = plan();
    for (int cut = 0; cut <= whole.steps().size(); cut++) {
      World broken = new World();
      List<Plan.Planned> steps = whole.steps();
      for (int i = 0; i < cut; i++) {
        broken.perform(steps.get(i).step());
      }
      broken.run(Planner.plan(sample.desired(), broken.observed()));
      Plan again = Planner.plan(sample.desired(), broken.observed());
      assertThat(again.text()).as("after %s steps", cut).isEqualTo("hello: nothing to do\n");
      assertThat(broken.containers).as("after %s steps", cut).hasSize(3);
    }
  }
}
