package steading.capsule.repo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import steading.capsule.repo.Gates.Passage;

class GatesTest {
  private static final Repository DISK =
      new Repository(
          "disk", new Place.Local(Path.of("/mnt")), Map.of("password", "x"), Terms.USUAL);
  private static final Task BACKUP = Task.on(DISK, "backup");

  private final Gates gates = new Gates();

  @Test
  void many_may_work_at_once_and_then_nobody_is_let_in_alone() {
    try (Passage _ = gates.enter(BACKUP, Restic.Listener.NONE);
        Passage _ = gates.enter(BACKUP, Restic.Listener.NONE)) {
      assertThat(gates.alone(DISK)).isEmpty();
    }
    assertThat(gates.alone(DISK)).isPresent();
  }

  @Test
  void who_comes_while_somebody_is_alone_waits_but_not_who_only_looks_or_unlocks()
      throws Exception {
    Passage alone = gates.alone(DISK).orElseThrow();
    gates.enter(Task.on(DISK, "snapshots", "--no-lock"), Restic.Listener.NONE).close();
    gates.enter(Task.on(DISK, "unlock"), Restic.Listener.NONE).close();
    CompletableFuture<Boolean> entered =
        CompletableFuture.supplyAsync(
            () -> {
              gates.enter(BACKUP, Restic.Listener.NONE).close();
              return true;
            },
            Thread::startVirtualThread);

    assertThat(entered).isNotDone();
    alone.close();

    assertThat(entered.get(30, TimeUnit.SECONDS)).isTrue();
  }
}
