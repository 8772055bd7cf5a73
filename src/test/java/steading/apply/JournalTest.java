package steading.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.apply.Journal.DrillRun;
import steading.apply.Journal.Entry;
import steading.apply.Journal.Kind;
import steading.apply.Journal.Outcome;
import steading.apply.Journal.Phase;
import steading.problem.ProblemException;

class JournalTest {
  @TempDir Path directory;

  private Journal open(Checkpoint checkpoint) {
    return Journal.open(directory.resolve("state.db"), Clock.systemUTC(), checkpoint);
  }

  private Journal open() {
    return open(Checkpoint.NONE);
  }

  @Test
  void an_operation_is_unfinished_until_it_is_finished_and_survives_reopening() {
    try (Journal journal = open()) {
      journal.begin("hello", Kind.CHANGE, "wanted", "former", "root", "stead set hello");
    }
    try (Journal journal = open()) {
      assertThat(journal.unfinished()).hasSize(1);
      Entry entry = journal.unfinished().getFirst();
      assertThat(entry.target()).isEqualTo("wanted");
      assertThat(entry.before()).isEqualTo("former");
      assertThat(entry.phase()).isEqualTo(Phase.FORWARD);
      assertThat(entry.attempts()).isEqualTo(1);
      journal.attempt(entry.id());
      journal.turnBack(entry.id(), "web is not well");
      assertThat(journal.unfinished().getFirst().phase()).isEqualTo(Phase.BACK);
      assertThat(journal.unfinished().getFirst().attempts()).isEqualTo(2);
      journal.finish(entry.id(), Outcome.ROLLED_BACK, "web is not well");
      assertThat(journal.unfinished()).isEmpty();
      assertThat(journal.recent("hello", 1).getFirst().outcome()).isEqualTo(Outcome.ROLLED_BACK);
    }
  }

  @Test
  void a_later_operation_of_the_app_replaces_one_that_was_left_behind() {
    try (Journal journal = open()) {
      journal.begin("hello", Kind.DEPLOY, "one", "", "root", "stead apply hello");
      journal.begin("other", Kind.DEPLOY, "", "", "root", "stead apply other");
      long second = journal.begin("hello", Kind.DEPLOY, "two", "", "root", "stead apply hello");
      assertThat(journal.unfinished()).extracting(Entry::app).containsExactly("other", "hello");
      assertThat(journal.unfinished().getLast().id()).isEqualTo(second);
      assertThat(journal.recent("hello", 2).getLast().message()).contains("later operation");
    }
  }

  @Test
  void what_became_of_a_drill_is_noted_together_with_the_end_of_its_operation() {
    Instant when = Instant.ofEpochMilli(1_000);
    try (Journal journal = open()) {
      long first = journal.begin("drill of hello", Kind.DRILL, "", "", "root", "stead drill hello");
      journal.drilled(first, new DrillRun("hello", "one", when, 41_000, true, ""));
      long second =
          journal.begin("drill of hello", Kind.DRILL, "", "", "root", "stead drill hello");
      journal.drilled(second, new DrillRun("hello", "two", when, 7, false, "rows are missing"));
    }
    try (Journal journal = open()) {
      assertThat(journal.unfinished()).isEmpty();
      assertThat(journal.drills("hello", 9)).extracting(DrillRun::ok).containsExactly(false, true);
      assertThat(journal.drills("hello", 1).getFirst().detail()).isEqualTo("rows are missing");
      assertThat(journal.recent("drill of hello", 2))
          .extracting(Entry::outcome)
          .containsExactly(Outcome.FAILED, Outcome.DONE);
      journal.forget("hello");
      assertThat(journal.drills("hello", 9)).isEmpty();
    }
  }

  @Test
  void marks_and_volumes_are_kept_until_the_app_is_forgotten() {
    try (Journal journal = open()) {
      journal.mark("hello", "install:admin");
      journal.mark("hello", "install:admin");
      journal.knowVolume("hello", "stead-x-hello_data");
      assertThat(journal.marks("hello")).containsExactly("install:admin");
      assertThat(journal.marks("other")).isEmpty();
      assertThat(journal.knownVolumes("hello")).containsExactly("stead-x-hello_data");
      journal.forget("hello");
      assertThat(journal.marks("hello")).isEmpty();
      assertThat(journal.knownVolumes("hello")).isEmpty();
    }
  }

  @Test
  void job_runs_come_newest_first() {
    try (Journal journal = open()) {
      Instant start = Instant.ofEpochMilli(1_000);
      journal.jobRan(new Journal.JobRun("hello", "tidy", start, start.plusMillis(5), 0, "one"));
      journal.jobRan(new Journal.JobRun("hello", "tidy", start, start.plusMillis(9), 3, "two"));
      assertThat(journal.jobRuns("hello", "tidy", 5))
          .extracting(Journal.JobRun::output)
          .containsExactly("two", "one");
    }
  }

  @Test
  void a_checkpoint_comes_before_and_after_every_write() {
    AtomicInteger reached = new AtomicInteger();
    try (Journal journal = open(reached::incrementAndGet)) {
      long id = journal.begin("hello", Kind.DEPLOY, "", "", "root", "stead apply hello");
      journal.intend(id, 1, "hello/web: start");
      journal.done(id, 1);
      assertThat(reached).hasValue(6);
    }
  }

  @Test
  void a_damaged_file_is_refused_with_a_hint_whatever_byte_was_hit() throws IOException {
    try (Journal journal = open()) {
      journal.begin("hello", Kind.DEPLOY, "", "", "root", "stead apply hello");
    }
    Path file = directory.resolve("state.db");
    byte[] whole = Files.readAllBytes(file);
    for (int at = 0; at < 100; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= (byte) 0xff;
      Files.write(file, damaged);
      usableOrRefused();
    }
    for (int length = 1; length < whole.length; length += 509) {
      Files.write(file, java.util.Arrays.copyOf(whole, length));
      usableOrRefused();
    }
  }

  /** Either it still works, or a person is told what to do: nothing in between. */
  private void usableOrRefused() {
    try (Journal journal = open()) {
      assertThat(journal.unfinished()).isNotNull();
    } catch (ProblemException e) {
      assertThat(e).hasMessageContaining("state.db").hasMessageContaining("Fix:");
    }
  }

  @Test
  void a_place_that_cannot_be_written_is_a_problem() {
    assertThatThrownBy(
            () -> Journal.open(Path.of("/proc/state.db"), Clock.systemUTC(), Checkpoint.NONE))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("/proc/state.db");
  }
}
