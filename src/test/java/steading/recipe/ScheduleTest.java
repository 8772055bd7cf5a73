package steading.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
  @ParameterizedTest
  @CsvSource({
    "*/15 * * * *, */15 * * * *",
    "'15,45 3 * * 1-5', '15,45 3 * * 1-5'",
    "hourly, 0 * * * *",
    "daily, 0 0 * * *",
    "Daily at 03:05, 5 3 * * *",
    "weekly, 0 0 * * 0",
    "every monday at 23:59, 59 23 * * 1",
    "every sat, 0 0 * * 6",
    "weekly on sunday at 04:30, 30 4 * * 0",
    "every 15 minutes, */15 * * * *",
    "every 6 hours, 0 */6 * * *",
    "monthly at 4:00, 0 4 1 * *",
    "0 0 29 2 *, 0 0 29 2 *"
  })
  void fieldsAndWordsAreUnderstood(String text, String cron) {
    assertThat(Schedule.parse(text)).contains(new Schedule(cron));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "soon",
        "61 * * * *",
        "* * * *",
        "0 0 0 * * *",
        "0 0 30 2 *",
        "every moonday",
        "every 7 minutes",
        "every 0 hours",
        "weekly on",
        "hourly at 03:00",
        "daily at 25:00",
        "*/0 * * * *",
        "@reboot",
        "$(x) * * * *"
      })
  void whatIsNoScheduleOrNeverComesIsRefused(String text) {
    assertThat(Schedule.parse(text)).isEmpty();
  }

  @Test
  void anEndlessTextIsRefusedAtOnce() {
    assertThat(Schedule.parse("*/15 ".repeat(1 << 18))).isEmpty();
  }

  @Test
  void theNextMomentKeepsTheTimeZone() {
    Schedule daily = Schedule.parse("daily at 03:00").orElseThrow();

    assertThat(daily.after(ZonedDateTime.parse("2026-06-01T12:00+02:00[Europe/Berlin]")))
        .contains(ZonedDateTime.parse("2026-06-02T03:00+02:00[Europe/Berlin]"));
  }

  @Test
  void what_no_cron_field_is_made_of_is_no_schedule() {
    for (String text :
        new String[] {"| touch /tmp/x", "|", "0 0 * * *||1 1 * * *", "$(id) * * * *", "\t"}) {
      assertThat(Schedule.parse(text)).as(text).isEmpty();
    }
  }
}
