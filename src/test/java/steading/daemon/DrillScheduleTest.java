package steading.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DrillScheduleTest {
  private static final ZonedDateTime NOW =
      ZonedDateTime.of(2026, 3, 25, 12, 0, 0, 0, ZoneId.of("Europe/Berlin"));

  @Test
  void an_app_has_one_moment_a_week_at_night_that_stays_the_same() {
    for (int i = 0; i < 200; i++) {
      String seed = "abcdef/app" + i;
      ZonedDateTime slot = DrillSchedule.slot(seed, NOW);
      assertThat(slot).isBeforeOrEqualTo(NOW).isAfter(NOW.minusWeeks(1));
      assertThat(slot.getHour()).isBetween(1, 4);
      assertThat(DrillSchedule.slot(seed, slot.plusDays(6))).isEqualTo(slot);
      assertThat(DrillSchedule.slot(seed, slot.plusWeeks(1).plusSeconds(1)).toLocalDateTime())
          .isEqualTo(slot.plusWeeks(1).toLocalDateTime());
      assertThat(Duration.between(slot, DrillSchedule.slot(seed, slot.minusSeconds(1))).toHours())
          .isBetween(-169L, -167L);
    }
  }

  @Test
  void apps_are_not_all_drilled_at_once() {
    Set<ZonedDateTime> slots = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      slots.add(DrillSchedule.slot("abcdef/app" + i, NOW));
    }
    assertThat(slots).hasSizeGreaterThan(80);
  }
}
