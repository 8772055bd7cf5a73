package steading.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import steading.engine.Engine;
import steading.plan.Labels;

/** Kills the daemon at the journal's checkpoints while capsules are drilled and apps cloned. */
@Tag("engine")
class DrillSweepTest {
  private static final int SAMPLE = 1;
  private static final int ROWS = 10;
  private static final Duration CONVERGES = Duration.ofMinutes(10);

  private enum Kind {
    DRILL,
    CLONE
  }

  @Test
  void Promise_kill_at_a_sample_of_the_checkpoints_of_drill_and_clone() throws Exception {
    new Deaths<>("drill sweep", List.of(Kind.values()), World::new).atSome(SAMPLE);
  }

  @Test
  @Tag("slow")
  void Promise_kill_at_every_checkpoint_of_drill_and_clone() throws Exception {
    new Deaths<>("drill sweep", List.of(Kind.values()), World::new).atEvery();
  }

  private static final class World implements Deaths.World<Kind> {
    private final Installation stead = Installation.fresh();

    World() throws IOException {
      PatientHello.install(stead);
      for (int n = 1; n <= ROWS; n++) {
        stead
            .web("hello.localhost")
            .postJson("/ledger", "{\"n\": " + n + ", \"sum\": " + n * 7 + "}");
      }
      stead.stead("backup", "hello").ok();
      stead.stopDaemon();
    }

    @Override
    public void close() {
      stead.close();
    }

    @Override
    public int checkpoints(Kind kind) throws IOException {
      start("count");
      perform(kind).ok();
      stead.stopDaemon();
      int count = stead.checkpointsPassed();
      start("");
      removeClone();
      stead.stopDaemon();
      return count;
    }

    private void start(String dieAt) {
      stead.stead(Map.of("STEADING_DIE_AT", dieAt), "serve", "--detach").ok();
    }

    private Installation.Result perform(Kind kind) {
      return switch (kind) {
        case DRILL -> stead.stead("drill", "hello");
        case CLONE -> stead.stead("clone", "hello", "copy", "--host", "copy.localhost");
      };
    }

    @Override
    public boolean dieAt(Deaths.Moment<Kind> moment) throws IOException {
      stead.stopDaemon();
      start(Integer.toString(moment.checkpoint()));
      int code = perform(moment.kind()).code();
      assertThat(code).isIn(0, 1);
      stead.stopDaemon();
      List<String> copies = copies();
      start("");
      Installation.await(
          "the cut-off operation is through",
          CONVERGES,
          () -> copies().isEmpty() && !stead.stead("ls", "--json").ok().out().contains("\"busy\""));
      converged(copies);
      removeClone();
      stead.stopDaemon();
      return code == 1;
    }

    private void removeClone() {
      if (Files.exists(stead.home.resolve("apps/copy"))) {
        stead.stead("remove", "copy", "--purge", "--no-backup", "--yes").ok();
      }
    }

    /** The ids of the homes in which copies are drilled. */
    private List<String> copies() {
      Path drills = stead.home.resolve("drills");
      if (!Files.isDirectory(drills)) {
        return List.of();
      }
      try (Stream<Path> children = Files.list(drills)) {
        return children.map(child -> child.getFileName().toString()).toList();
      } catch (IOException e) {
        return List.of("unreadable");
      }
    }

    private void converged(List<String> copies) throws IOException {
      for (String id : copies) {
        Map<String, String> own = Map.of(Labels.HOME, id);
        assertThat(stead.engine.containers(own)).as("containers of a drill").isEmpty();
        assertThat(stead.engine.networks(own)).as("networks of a drill").isEmpty();
        assertThat(stead.engine.volumes(own)).as("volumes of a drill").isEmpty();
      }
      Installation.Result plan = stead.stead("plan");
      assertThat(plan.code()).as("still to do:\n%s%s", plan.out(), plan.err()).isZero();
      boolean cloned = Files.exists(stead.home.resolve("apps/copy"));
      assertThat(stead.containers()).as("orphans").hasSize(cloned ? 6 : 3);
      assertThat(volumes()).as("orphans").hasSize(cloned ? 4 : 2);
      assertThat(stead.home.resolve("staging").toFile().list()).as("staging").isNullOrEmpty();
      assertThat(rows("hello.localhost")).isEqualTo(ROWS);
      if (cloned) {
        assertThat(rows("copy.localhost")).isEqualTo(ROWS);
        assertThat(stead.stead("ls").ok().out()).contains("clone of hello");
      }
    }

    private List<String> volumes() {
      return stead.engine.volumes(stead.label()).stream()
          .map(Engine.VolumeSeen::name)
          .filter(name -> !name.endsWith("restic-cache"))
          .toList();
    }

    private int rows(String host) throws IOException {
      return stead.web(host).get("/ledger.json").body().split("\"n\"", -1).length - 1;
    }
  }
}
