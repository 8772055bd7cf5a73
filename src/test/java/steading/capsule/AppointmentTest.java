package steading.capsule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import steading.app.Keep;
import steading.recipe.Schedule;

/** The clock is whatever a test says. */
class AppointmentTest {
  private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

  private static Appointment of(String words, Duration delay, ZoneId zone) {
    return new Appointment(
        "hello", "disk", words, Schedule.parse(words).orElseThrow(), delay, zone, Keep.NIGHTLY);
  }

  private static Appointment nightly() {
    return of("daily at 03:00", Duration.ZERO, ZoneOffset.UTC);
  }

  private static Instant at(String time) {
    return Instant.parse("2026-03-" + time + ":00Z");
  }

  private static Past good(Instant begun) {
    return new Past(LONG_AGO, begun, begun, 0, null, "", false);
  }

  private static Past failed(Instant begun, int failures) {
    return new Past(LONG_AGO, begun, null, failures, begun.plusSeconds(60), "no room", false);
  }

  @Test
  void a_backup_is_due_once_at_its_moment() {
    assertThat(nightly().due(good(at("24T03:00")), at("25T02:59"))).isFalse();
    assertThat(nightly().due(good(at("24T03:00")), at("25T03:00"))).isTrue();
    assertThat(nightly().due(good(at("25T03:00")), at("25T03:01"))).isFalse();
  }

  @Test
  void several_that_a_machine_slept_through_are_made_up_for_by_one() {
    assertThat(nightly().due(good(at("10T03:00")), at("25T14:00"))).isTrue();
    assertThat(nightly().due(good(at("25T14:00")), at("25T14:01"))).isFalse();
  }

  @Test
  void a_new_schedule_makes_up_for_nothing() {
    Past fresh = Past.none(at("25T10:00"));

    assertThat(nightly().due(fresh, at("25T10:01"))).isFalse();
    assertThat(nightly().missed(fresh, at("25T10:01"))).isEmpty();
    assertThat(nightly().due(fresh, at("26T03:00"))).isTrue();
  }

  @Test
  void jitter_comes_after_the_moment_and_over_midnight_too() {
    Appointment late = of("daily at 23:00", Duration.ofHours(3), ZoneOffset.UTC);

    assertThat(late.last(at("25T01:59"))).contains(at("24T02:00"));
    assertThat(late.last(at("25T02:00"))).contains(at("25T02:00"));
    assertThat(late.next(at("25T02:01"))).contains(at("26T02:00"));
  }

  @Test
  void times_are_meant_in_the_owners_zone() {
    Appointment berlin = of("daily at 03:00", Duration.ZERO, ZoneId.of("Europe/Berlin"));

    assertThat(berlin.next(at("25T00:00"))).contains(at("25T02:00"));
    assertThat(berlin.next(at("29T12:00"))).as("summer time").contains(at("30T01:00"));
  }

  @Test
  void an_hour_that_does_not_come_is_no_missed_backup() {
    Appointment gap = of("daily at 02:30", Duration.ZERO, ZoneId.of("Europe/Berlin"));
    Past made = good(at("28T01:30"));
    Past then = good(gap.last(at("29T12:00")).orElseThrow());

    assertThat(gap.missed(made, at("29T01:00"))).isEmpty();
    assertThat(gap.missed(then, at("30T00:00"))).isEmpty();
  }

  @Test
  void after_a_failure_it_is_tried_again_more_and_more_seldom() {
    Instant begun = at("25T03:00");

    assertThat(nightly().due(failed(begun, 1), at("25T03:30"))).isFalse();
    assertThat(nightly().due(failed(begun, 1), at("25T04:01"))).isTrue();
    assertThat(nightly().due(failed(begun, 3), at("25T06:59"))).isFalse();
    assertThat(nightly().due(failed(begun, 3), at("25T07:01"))).isTrue();
    assertThat(nightly().due(failed(begun, 4000), at("25T19:02"))).isTrue();
    assertThat(nightly().due(failed(at("25T03:00"), 9), at("26T03:00"))).isTrue();
  }

  @Test
  void while_one_is_being_made_no_other_is_due_and_none_is_missed() {
    Past busy = new Past(LONG_AGO, at("20T03:00"), null, 0, null, "", true);

    assertThat(nightly().due(busy, at("25T03:00"))).isFalse();
    assertThat(nightly().missed(busy, at("25T23:00"))).isEmpty();
  }

  @Test
  void a_backup_that_is_half_a_day_late_is_missed() {
    assertThat(nightly().missed(good(at("24T03:00")), at("25T14:59"))).isEmpty();
    assertThat(nightly().missed(good(at("24T03:00")), at("25T15:01"))).contains(at("25T03:00"));
    assertThat(nightly().missed(good(at("25T14:00")), at("25T15:01"))).isEmpty();
  }

  @Test
  void of_those_that_come_often_less_is_tolerated() {
    Appointment hourly = of("hourly", Duration.ZERO, ZoneOffset.UTC);
    Appointment often = of("* * * * *", Duration.ZERO, ZoneOffset.UTC);

    assertThat(hourly.tolerance(at("25T12:10"))).isEqualTo(Duration.ofMinutes(30));
    assertThat(often.tolerance(at("25T12:10"))).isEqualTo(Duration.ofMinutes(15));
  }

  @Test
  void a_clock_that_was_set_back_makes_no_second_backup() {
    assertThat(nightly().due(good(at("25T03:00")), at("25T02:00"))).isFalse();
    assertThat(nightly().due(good(at("25T03:00")), at("24T04:00"))).isFalse();
  }
}
