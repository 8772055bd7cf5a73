package steading.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AttemptsTest {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  @Test
  void theFirstAttemptIsDueAtOnce() {
    assertThat(Attempts.NONE.next(START)).isEqualTo(START);
  }

  @Test
  void afterEachFailureTheWaitIsLonger() {
    assertThat(IntStream.rangeClosed(1, 14).mapToObj(Ladder::wait).map(Duration::toMinutes))
        .containsExactly(1L, 2L, 2L, 5L, 10L, 20L, 20L, 30L, 30L, 60L, 180L, 360L, 360L, 360L);
  }

  @Test
  void noHourEverSeesMoreThanFourFailedValidations() {
    List<Instant> failures = new ArrayList<>();
    Attempts attempts = Attempts.NONE;
    Instant now = START;
    while (now.isBefore(START.plus(Duration.ofDays(2)))) {
      Instant due = attempts.next(now);
      now = due.isAfter(now) ? due : now;
      failures.add(now);
      attempts = attempts.failed(now, "not found", true, null);
      now = now.plusSeconds(1);
    }
    for (Instant from : failures) {
      assertThat(failures)
          .filteredOn(t -> !t.isBefore(from) && t.isBefore(from.plus(Attempts.WINDOW)))
          .hasSizeLessThanOrEqualTo(Attempts.MOST_FAILED_VALIDATIONS);
    }
    assertThat(failures).hasSizeGreaterThan(10);
  }

  @Test
  void evenWhoeverIsImpatientGetsNoFifthFailureWithinAnHour() {
    Attempts attempts = Attempts.NONE;
    for (int minute = 0; minute < 4; minute++) {
      Instant now = START.plus(Duration.ofMinutes(minute));
      assertThat(attempts.patient(now)).isEqualTo(now);
      attempts = attempts.failed(now, "not found", true, null);
    }
    assertThat(attempts.patient(START.plus(Duration.ofMinutes(4))))
        .isEqualTo(START.plus(Duration.ofHours(1)));
  }

  @Test
  void failuresBeforeTheAuthorityLookedDoNotCountAgainstTheHour() {
    Attempts attempts = Attempts.NONE;
    for (int i = 0; i < 9; i++) {
      attempts = attempts.failed(START, "port 80 is closed", false, null);
    }
    assertThat(attempts.patient(START)).isEqualTo(START);
    assertThat(attempts.next(START)).isEqualTo(START.plus(Duration.ofMinutes(30)));
  }

  @Test
  void theAuthoritysWishForAPauseIsHonouredEvenAgainstTheImpatient() {
    Instant wish = START.plus(Duration.ofHours(30));
    Attempts attempts = Attempts.NONE.failed(START, "too many", false, wish);
    assertThat(attempts.next(START)).isEqualTo(wish);
    assertThat(attempts.patient(START)).isEqualTo(wish);
  }

  @Test
  void aClockThatWasSetBackDoesNotKeepTheNextAttemptAwayForYears() {
    Attempts attempts = Attempts.NONE.failed(START.plus(Duration.ofDays(3650)), "no", true, null);
    assertThat(attempts.next(START)).isBefore(START.plus(Duration.ofDays(9)));
  }

  @Test
  void aSuccessStartsTheLadderAnewButForgetsNoFailureOfTheHour() {
    Attempts attempts = Attempts.NONE;
    for (int i = 0; i < 4; i++) {
      attempts = attempts.failed(START, "not found", true, null);
    }
    Attempts after = attempts.succeeded(START);
    assertThat(after.failures()).isZero();
    assertThat(after.failure()).isNull();
    assertThat(after.next(START)).isEqualTo(START.plus(Duration.ofHours(1)));
  }
}
