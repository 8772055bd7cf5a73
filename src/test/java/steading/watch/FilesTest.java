package steading.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.app.Home;
import steading.apply.Checkpoint;
import steading.apply.Journal;
import steading.apply.Journal.Kind;
import steading.apply.Journal.Outcome;
import steading.watch.Finding.Level;

/** What is read from files: the kernel's, the home's, the journal's. */
class FilesTest {
  private static final Instant NOW = Instant.parse("2026-05-04T03:02:01Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  @TempDir private Path directory;

  @Test
  void a_clock_that_a_service_keeps_is_well() throws IOException {
    Path mark = directory.resolve("systemd/timesync/synchronized");
    Files.createDirectories(mark.getParent());
    Files.createFile(mark);
    Path written = Files.createFile(directory.resolve("state.db"));
    Files.setLastModifiedTime(written, FileTime.from(NOW.minusSeconds(60)));
    Finding finding = new ClockCheck(directory, written, CLOCK).look().getFirst();
    assertThat(finding.well()).isTrue();
    assertThat(finding.what()).contains("timesyncd");
  }

  @Test
  void a_file_from_the_future_shows_a_wrong_clock() throws IOException {
    Path written = Files.createFile(directory.resolve("state.db"));
    Files.setLastModifiedTime(written, FileTime.from(NOW.plus(Duration.ofHours(2))));
    Finding finding = new ClockCheck(directory, written, CLOCK).look().getFirst();
    assertThat(finding.level()).isEqualTo(Level.WARNING);
    assertThat(finding.what()).contains("2 hours from now");
  }

  @Test
  void a_clock_that_nothing_is_known_of_is_not_called_right() throws IOException {
    Finding finding = new ClockCheck(directory, directory.resolve("none"), CLOCK).look().getFirst();
    assertThat(finding.well()).isTrue();
    assertThat(finding.what()).containsAnyOf("cannot be known", "cannot be seen");
  }

  @Test
  void an_open_home_an_open_key_and_a_large_log_are_named() throws IOException {
    Home home = new Home(directory.resolve("home"), "abc123", 80, 443, null, directory);
    Files.createDirectories(home.log().getParent());
    Path key = Files.createFile(home.directory().resolve("key"));
    permit(home.directory(), "rwx------");
    permit(key, "rw-------");
    assertThat(new HomeCheck(home).look()).allMatch(Finding::well);

    permit(home.directory(), "rwxr-xr-x");
    permit(key, "rw-r-----");
    try (RandomAccessFile log = new RandomAccessFile(home.log().toFile(), "rw")) {
      log.setLength(101 * Amounts.MIB);
    }
    List<Finding> findings = new HomeCheck(home).look();
    assertThat(findings)
        .extracting(Finding::check, Finding::level)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("home", Level.WARNING),
            org.assertj.core.groups.Tuple.tuple("home", Level.ERROR),
            org.assertj.core.groups.Tuple.tuple("log", Level.WARNING));
    assertThat(findings.get(1).fix()).contains("chmod 600 " + key);
  }

  private static void permit(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  @Test
  void places_on_one_disk_are_told_once_and_an_invisible_one_is_no_fault() throws IOException {
    List<Finding> findings =
        new DiskCheck(Map.of("the home", directory, "the Engine", directory.resolve("elsewhere")))
            .look();
    assertThat(findings).anyMatch(finding -> finding.what().contains("cannot be seen from here"));
    Path other = Files.createDirectory(directory.resolve("other"));
    assertThat(new DiskCheck(Map.of("the home", directory, "the Engine", other)).look())
        .filteredOn(finding -> finding.what().contains("are free for"))
        .hasSize(1);
  }

  @Test
  void how_an_operation_ended_is_told_without_what_is_secret() {
    try (Journal journal = Journal.open(directory.resolve("state.db"), CLOCK, Checkpoint.NONE)) {
      OperationCheck check =
          new OperationCheck(journal, Clock.offset(CLOCK, Duration.ofMinutes(90)));
      Redaction redaction = new Redaction(List.of("hunter22"));
      long id = journal.begin("shop", Kind.DEPLOY, "", "", "root", "apply");
      assertThat(check.busy("shop")).isTrue();
      assertThat(check.look("shop", redaction).getFirst().level()).isEqualTo(Level.WARNING);
      assertThat(check.lookBut(List.of("shop"))).isEmpty();
      assertThat(check.lookBut(List.of())).hasSize(1);

      journal.finish(
          id, Outcome.FAILED, "it says hunter22 is wrong. Fix: set another.\nits log follows");
      Finding failed = check.look("shop", redaction).getFirst();
      assertThat(failed.level()).isEqualTo(Level.ERROR);
      assertThat(failed.what()).contains("it says (secret) is wrong").doesNotContain("log follows");
      assertThat(failed.fix()).isEqualTo("set another; then `stead apply shop`");
      assertThat(check.busy("shop")).isFalse();
      assertThat(check.look("other", redaction)).isEmpty();
    }
  }
}
