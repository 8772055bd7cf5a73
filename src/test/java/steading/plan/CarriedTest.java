package steading.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import steading.compose.Volume;
import steading.engine.ContainerSeen;
import steading.engine.ContainerSeen.Health;
import steading.engine.ContainerSeen.MountSeen;
import steading.engine.ContainerSeen.State;

/** Volumes that no file names go from a container to the one that takes its place. */
class CarriedTest {
  private static final String WEB = "stead-h0me-hello-web-";

  private Sample sample = new Sample();
  private World world = new World();

  @BeforeEach
  void install() {
    sample = new Sample();
    sample.tasks = List.of();
    keep("web", null);
    world = new World();
    world.run(plan());
    assertThat(plan().empty()).isTrue();
  }

  private void keep(String service, @Nullable String volume) {
    sample.put(
        Sample.withVolume(Sample.service(service, Map.of()), volume, "/uploads"), service + ":1");
  }

  private Plan plan() {
    return Planner.plan(sample.desired(), world.observed());
  }

  private String data(int number) {
    ContainerSeen seen = Objects.requireNonNull(world.containers.get(WEB + number));
    assertThat(seen.mounts()).hasSize(1);
    return Objects.requireNonNull(seen.mounts().getFirst().volume());
  }

  @Test
  void Promise_data_the_next_container_has_the_volume_that_nobody_named() {
    String data = data(1);
    sample.change("web", "GREETING", "Hi");
    assertThat(plan().text()).isEqualTo(Golden.read("carried.txt"));
    world.run(plan());
    assertThat(world.containers).doesNotContainKey(WEB + "1");
    assertThat(data(2)).isEqualTo(data);
    assertThat(plan().empty()).isTrue();

    sample.change("web", "GREETING", "Hi again");
    world.run(plan());
    assertThat(data(1)).isEqualTo(data);
  }

  @Test
  void Promise_data_each_of_several_hands_on_its_own() {
    sample.app = sample.app.withScale(Map.of("web", 2));
    world.run(plan());
    List<String> before = List.of(data(1), data(2));
    assertThat(before).doesNotHaveDuplicates();
    sample.change("web", "GREETING", "Hi");
    world.run(plan());
    assertThat(List.of(data(3), data(4))).isEqualTo(before);
  }

  @Test
  void Promise_data_a_plan_broken_off_anywhere_still_hands_it_on() {
    sample.app = sample.app.withScale(Map.of("web", 2));
    world.run(plan());
    List<String> before = List.of(data(1), data(2));
    sample.change("web", "GREETING", "Hi");
    int steps = plan().steps().size();
    for (int cut = 0; cut <= steps; cut++) {
      install();
      sample.app = sample.app.withScale(Map.of("web", 2));
      world.run(plan());
      sample.change("web", "GREETING", "Hi");
      plan().steps().subList(0, cut).forEach(planned -> world.perform(planned.step()));
      world.run(plan());
      assertThat(plan().empty()).as("after %s steps", cut).isTrue();
      List<String> after =
          world.containers.values().stream()
              .filter(c -> c.label(Labels.SERVICE).equals("web"))
              .map(c -> c.mounts().getFirst().volume())
              .toList();
      assertThat(after).as("after %s steps", cut).containsExactlyInAnyOrderElementsOf(before);
    }
  }

  @Test
  void going_back_stops_the_new_one_before_the_old_one_runs_on_the_same_data() {
    sample.change("web", "GREETING", "Hi");
    for (Plan.Planned planned : plan().steps()) {
      world.perform(planned.step());
      if (planned.step() instanceof Step.StartContainer) {
        break;
      }
    }
    world.state(WEB + "2", State.RUNNING, Health.UNHEALTHY);
    keep("web", null);
    assertThat(plan().text())
        .containsSubsequence("stop container " + WEB + "2", "start container " + WEB + "1")
        .contains("after 2: hello/web: start container");
    world.run(plan());
    assertThat(world.containers).doesNotContainKey(WEB + "2");
    assertThat(plan().empty()).isTrue();
  }

  @Test
  void what_the_file_mounts_there_by_now_has_the_first_word() {
    String data = data(1);
    sample.volumes.put("kept", new Volume("kept", null, false, null, Map.of(), Map.of()));
    world.volumes.add("stead-h0me-hello_kept");
    keep("web", "kept");
    world.run(plan());
    assertThat(data(2)).isEqualTo("stead-h0me-hello_kept").isNotEqualTo(data);
  }

  @Test
  void a_volume_that_only_the_image_asked_for_is_handed_on_too() {
    sample.put(Sample.service("worker", Map.of()), "hello:1");
    world.run(plan());
    ContainerSeen worker = only("worker");
    String data = "0123456789abcdef".repeat(4);
    world.nameless.add(data);
    world.mounts(worker.name(), List.of(new MountSeen(data, "/var/lib/data", false)));
    sample.change("worker", "GREETING", "Hi");
    assertThat(plan().interrupts()).containsExactly("worker is down while it is replaced");
    world.run(plan());
    assertThat(only("worker").mounts())
        .containsExactly(new MountSeen(data, "/var/lib/data", false));
  }

  private ContainerSeen only(String service) {
    List<ContainerSeen> found =
        world.containers.values().stream()
            .filter(c -> c.label(Labels.SERVICE).equals(service))
            .toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }
}
