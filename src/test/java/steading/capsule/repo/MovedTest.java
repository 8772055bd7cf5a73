package steading.capsule.repo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MovedTest {
  @Test
  void a_person_reads_bytes_pace_and_what_is_left() {
    Moved moved = new Moved(250_000_000, 1_000_000_000, 10, 40, Duration.ofSeconds(5));

    assertThat(moved.text()).isEqualTo("250.0 MB of 1.0 GB, 10 files, 50.0 MB/s, 15 s left");
  }

  @Test
  void what_nobody_can_tell_yet_is_not_said() {
    Moved moved = new Moved(0, 0, 0, 0, Duration.ZERO);

    assertThat(moved.text()).isEqualTo("0 B, 0 files");
    assertThat(moved.left()).isEmpty();
  }

  @Test
  void long_times_are_said_in_hours() {
    assertThat(Moved.time(Duration.ofMinutes(125))).isEqualTo("2 h 5 min");
    assertThat(Moved.time(Duration.ofSeconds(61))).isEqualTo("1 min 1 s");
  }
}
