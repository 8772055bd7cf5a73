package steading.capsule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.apply.Checkpoint;
import steading.apply.Journal;
import steading.engine.ContainerSeen;
import steading.engine.ContainerSpec;
import steading.engine.Engine.ExecSpec;
import steading.engine.TestEngine;
import steading.plan.Labels;
import steading.recipe.Keeping.Quiet;
import steading.recipe.Keeping.Way;

@Tag("engine")
class StillnessTest {
  @TempDir private Path directory;

  private static Quiet quiet(String before, String after) {
    return new Quiet(Way.COMMAND, List.of("sh", "-c", before), List.of("sh", "-c", after));
  }

  @Test
  void what_a_recipe_wants_after_a_backup_is_done_once_whatever_becomes_of_the_backup() {
    try (TestEngine test = TestEngine.connect();
        Journal journal =
            Journal.open(directory.resolve("db"), Clock.systemUTC(), Checkpoint.NONE)) {
      String name = service(test);
      List<ContainerSeen> containers = List.of(test.engine().container(name).orElseThrow());
      Stillness stillness = new Stillness(test.engine(), journal);
      Map<String, Quiet> quiesce =
          Map.of("web", quiet("echo b >> /tmp/said", "echo a >> /tmp/said"));

      stillness.hold("shop", quiesce, containers);
      stillness.after("shop", quiesce, containers);
      stillness.release("shop");
      assertThat(said(test, name)).as("a backup that went well").isEqualTo("b a");

      stillness.hold("shop", quiesce, containers);
      new Stillness(test.engine(), journal).release("shop");
      stillness.release("shop");
      assertThat(said(test, name)).as("one that failed, or was cut off").isEqualTo("b a b a");

      Map<String, Quiet> failing = Map.of("web", quiet("exit 3", "echo a >> /tmp/said; exit 4"));
      assertThatThrownBy(() -> stillness.hold("shop", failing, containers))
          .hasMessageContaining("exit code 3");
      stillness.release("shop");
      stillness.release("shop");
      assertThat(said(test, name)).as("one that could not begin").isEqualTo("b a b a a");
      assertThat(journal.marks("shop")).isEmpty();
    }
  }

  private static String service(TestEngine test) {
    ContainerSpec plain = test.spec("web", "sleep", "1000");
    Map<String, String> labels =
        Map.of(TestEngine.LABEL, plain.labels().get(TestEngine.LABEL), Labels.SERVICE, "web");
    return test.run(
        new ContainerSpec(
            plain.name(),
            plain.image(),
            plain.service(),
            Map.of(),
            Map.of(),
            labels,
            List.of(),
            List.of()));
  }

  private static String said(TestEngine test, String name) {
    return test.engine()
        .execAndWait(name, ExecSpec.of("cat", "/tmp/said"), Duration.ofMinutes(1))
        .stdout()
        .strip()
        .replace('\n', ' ');
  }
}
