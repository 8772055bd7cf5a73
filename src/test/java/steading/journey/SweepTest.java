package steading.journey;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("engine")
class SweepTest {
  private static final int SAMPLE = 20;

  @Test
  void Promise_kill_at_a_sample_of_journal_checkpoints_everything_converges() throws Exception {
    new Deaths<>("sweep", List.of(Sweep.Kind.values()), Sweep::new).atSome(SAMPLE);
  }

  @Test
  @Tag("slow")
  void Promise_kill_at_every_journal_checkpoint_everything_converges() throws Exception {
    new Deaths<>("sweep", List.of(Sweep.Kind.values()), Sweep::new).atEvery();
  }
}
