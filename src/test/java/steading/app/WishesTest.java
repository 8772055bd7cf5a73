package steading.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import steading.problem.Problem;
import steading.problem.Problems;

class WishesTest {
  private final Problems problems = new Problems();

  private Optional<App> read(String backup) {
    return AppFile.parse(
        "app.yaml", "recipe: hello\nversion: '1'\nbackup: " + backup + "\n", "shop", problems);
  }

  @Test
  void an_app_says_when_it_is_backed_up_to_each_repository_and_what_stays() {
    Wishes wishes =
        read("{schedule: daily at 03:00, time-zone: Europe/Berlin, keep: {last: 3, daily: 7},"
                + " repositories: {disk: {schedule: hourly, keep: all}, far: {jitter: 30m}}}")
            .orElseThrow()
            .backup();

    assertThat(wishes.of("disk").schedule()).isEqualTo("hourly");
    assertThat(wishes.of("disk").keep()).isEqualTo(Keep.ALL);
    assertThat(wishes.of("disk").zone()).isEqualTo("Europe/Berlin");
    assertThat(wishes.of("far").schedule()).isEqualTo("daily at 03:00");
    assertThat(wishes.of("far").jitter()).isEqualTo(Duration.ofMinutes(30));
    assertThat(wishes.of("other").keep()).isEqualTo(new Keep(3, 0, 7, 0, 0, 0));
  }

  @Test
  void what_was_read_is_written_again_and_comments_stay() {
    App app = read("{schedule: none}").orElseThrow();
    Routine routine =
        new Routine(
            "hourly", Duration.ofMinutes(5), "UTC", new Keep(1, 0, 0, 0, 0, 2), "none", null);
    Routine there = new Routine("daily", null, null, Keep.ALL, null, null);
    App changed = app.withBackup(new Wishes(routine, Map.of("disk", there)));

    assertThat(AppFile.parse("shop", AppFile.text(changed)).backup()).isEqualTo(changed.backup());
    String old = "# mine\nrecipe: hello\nversion: '1'\n# nights\nbackup:\n  schedule: none\n";
    String edited = AppText.edited(old, app, changed);
    assertThat(edited).startsWith("# mine\n").contains("schedule: hourly");
    assertThat(AppFile.parse("shop", edited)).isEqualTo(changed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{schedule: now and then} | backup.bad-schedule",
        "{schedule: 0 0 30 2 *} | backup.bad-schedule",
        "{drill: sometimes} | backup.bad-schedule",
        "{jitter: 25h} | backup.bad-jitter",
        "{time-zone: Mars/Olympus} | backup.bad-zone",
        "{keep: {last: 0, daily: 0}} | backup.keeps-nothing",
        "{keep: {}} | backup.keeps-nothing",
        "{keep: {last: -1}} | backup.bad-keep",
        "{keep: {daily: 1000000}} | backup.bad-keep",
        "{keep: {dayly: 7}} | yaml.unknown-key",
        "{keep: none} | yaml.type",
        "{prune: weekly} | yaml.unknown-key",
        "{repositories: {disk: {prune: weekly}}} | backup.not-here",
        "{repositories: {disk: {drill: weekly}}} | yaml.unknown-key"
      })
  void what_cannot_be_meant_is_refused_with_its_place(String backup, String code) {
    assertThat(read(backup)).isEmpty();
    List<Problem> found = problems.list();
    assertThat(found).extracting(Problem::code).contains(code);
    assertThat(found).allSatisfy(problem -> assertThat(problem.fix()).isNotBlank());
  }

  @Test
  void one_thing_is_changed_as_a_command_says_it_and_taken_back_by_nothing() {
    Wishes wishes =
        Wishes.NONE
            .with("schedule", "daily at 02:00")
            .with("keep", "last 3, daily 7")
            .with("off-site.keep", "weekly 8");

    assertThat(wishes.everywhere().keep()).isEqualTo(new Keep(3, 0, 7, 0, 0, 0));
    assertThat(wishes.of("off-site").keep()).isEqualTo(new Keep(0, 0, 0, 8, 0, 0));
    assertThat(wishes.of("off-site").schedule()).isEqualTo("daily at 02:00");
    assertThat(wishes.with("schedule", "").everywhere().schedule()).isNull();
    assertThatThrownBy(() -> wishes.with("schedule", "soon")).hasMessageContaining("soon");
    assertThatThrownBy(() -> wishes.with("scedule", "daily")).hasMessageContaining("scedule");
    assertThatThrownBy(() -> wishes.with("keep", "last 0")).hasMessageContaining("no capsule");
    assertThatThrownBy(() -> wishes.with("keep", "last many")).hasMessageContaining("many");
  }

  @Test
  void another_schedule_brings_its_own_jitter() {
    Routine nightly = new Routine("daily at 01:00", Duration.ofHours(4), null, null, null, null);
    Routine mine = new Routine("daily at 03:00", null, null, null, null, null);

    assertThat(Routine.UNSAID.over(nightly).jitter()).isEqualTo(Duration.ofHours(4));
    assertThat(mine.over(nightly).jitter()).isEqualTo(Duration.ZERO);
  }
}
