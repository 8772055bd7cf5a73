package steading.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.engine.ContainerSpec;
import steading.engine.Engine;
import steading.plan.Labels;
import steading.plan.OneShot;

/** The Engine gives a container the labels of its image; none of them is Steading's word. */
@Tag("engine")
class ImageLabelsTest {
  private static final String HOOK =
      "[{\"command\":[\"touch\",\"/data/hooked\"],\"privileged\":true}]";
  private static final String YAML =
      """
      services:
        web:
          image: x
          command: [sleep, '600']
          init: true
          environment: {A: "VALUE"}
          volumes: [data:/data]
        reader:
          image: x
          command: [sleep, '600']
          init: true
          volumes: [data:/data]
      volumes: {data: }
      """;

  @TempDir private Path directory;
  private Stack stack;

  @BeforeEach
  void begin() {
    stack = new Stack(directory);
    stack.startFrom(
        "LABEL steading.pre-stop='" + HOOK + "'",
        "LABEL steading.task=job-x steading.system=gateway",
        "LABEL steading.adopted=running steading.differs=environment");
  }

  @AfterEach
  void end() {
    stack.close();
  }

  @Test
  void aServicesContainerHasNoneOfThem() {
    stack.up(YAML);
    for (String label :
        List.of(Labels.PRE_STOP, Labels.TASK, Labels.SYSTEM, Labels.ADOPTED, Labels.DIFFERS)) {
      assertThat(stack.container("web").label(label)).as(label).isEmpty();
    }
    assertThat(stack.plan(YAML).empty()).isTrue();

    stack.up(YAML.replace("VALUE", "other"));
    assertThat(stack.in("reader", "ls", "/data")).isEmpty();
  }

  @Test
  void norHasAJob() {
    stack.up(YAML.replace("VALUE", "first"));
    ContainerSpec blueprint = stack.desired(YAML).services().getFirst().blueprint();
    ContainerSpec job = OneShot.of(blueprint, "job-own", List.of("true"), Map.of());
    stack.engine.create(job);
    var seen = stack.engine.container(job.name()).orElseThrow();
    assertThat(seen.label(Labels.TASK)).isEqualTo("job-own");
    assertThat(seen.label(Labels.PRE_STOP)).isEmpty();
    assertThat(seen.label(Labels.SYSTEM)).isEmpty();
  }

  @Test
  void aContainerThatSteadingDidNotMakeRunsNoCommandOfItsImage() {
    stack.up(YAML);
    ContainerSpec spec = stack.desired(YAML).services().getFirst().blueprint();
    Map<String, String> foreign = Ownership.filter(spec.labels().get(Labels.HOME), stack.app);
    stack.engine.create(spec.as(spec.name() + "-foreign", foreign, Map.of()));
    stack.engine.start(spec.name() + "-foreign");

    List<String> said = new ArrayList<>();
    new Hooks(stack.engine).beforeStop(spec.name() + "-foreign", said::add);
    assertThat(said).singleElement().asString().contains("may be its image's");
    assertThat(listed(spec.name() + "-foreign")).isEmpty();
  }

  private String listed(String container) {
    return stack
        .engine
        .execAndWait(container, Engine.ExecSpec.of("ls", "/data"), Duration.ofSeconds(20))
        .stdout()
        .strip();
  }
}
