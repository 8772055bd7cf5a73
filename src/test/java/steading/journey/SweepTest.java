package steading.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import steading.journey.Sweep.Kind;

@Tag("engine")
class SweepTest {
  private static final int SAMPLE = 20;

  /** One moment to die: before or after one of the journal's writes. */
  private record Moment(Kind kind, int checkpoint) {}

  @Test
  void Promise_kill_at_a_sample_of_journal_checkpoints_everything_converges() throws IOException {
    long seed = Long.getLong("steading.sweep.seed", System.nanoTime());
    System.err.println("sweep: seed " + seed + " (repeat with -Dsteading.sweep.seed=" + seed + ")");
    sweep(new Random(seed), SAMPLE);
  }

  @Test
  @Tag("slow")
  void Promise_kill_at_every_journal_checkpoint_everything_converges() throws IOException {
    sweep(new Random(0), Integer.MAX_VALUE);
  }

  private static void sweep(Random random, int sample) throws IOException {
    try (Installation installation = Installation.fresh()) {
      Sweep sweep = new Sweep(installation);
      try {
        sweep(sweep, random, sample);
      } finally {
        sweep.clean();
      }
    }
  }

  private static void sweep(Sweep sweep, Random random, int sample) throws IOException {
    List<Moment> moments = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      int count = sweep.checkpoints(kind);
      System.err.println("sweep: " + kind + " passes " + count + " checkpoints");
      for (int checkpoint = 1; checkpoint <= count; checkpoint++) {
        moments.add(new Moment(kind, checkpoint));
      }
    }
    int all = moments.size();
    Collections.shuffle(moments, random);
    List<Moment> chosen = moments.subList(0, Math.min(sample, all));
    List<String> diverged = new ArrayList<>();
    int died = 0;
    for (Moment moment : chosen) {
      System.err.println("sweep: dying at " + moment);
      try {
        died += sweep.dieAt(moment.kind(), moment.checkpoint()) ? 1 : 0;
      } catch (AssertionError e) {
        // The others are worth knowing too: one bad moment in a sweep of forty minutes.
        diverged.add(moment + ": " + e.getMessage());
        System.err.println("sweep: diverged at " + diverged.getLast());
      }
    }
    System.err.printf(
        "sweep: %d of %d converged (of %d checkpoints in all); the daemon died %d times%n",
        chosen.size() - diverged.size(), chosen.size(), all, died);
    assertThat(diverged).isEmpty();
    assertThat(died).as("deaths").isGreaterThan(chosen.size() * 9 / 10);
  }
}
