package steading.gateway.tls;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of the attempts to get one certificate, and when the next one may be.
 *
 * @param failures in a row since the last success
 * @param failure what went wrong last, for people
 * @param notBefore what the authority itself asked for
 * @param failedValidations within the last hour: authorities lock out who fails more often
 */
record Attempts(
    int failures,
    @Nullable Instant last,
    @Nullable String failure,
    @Nullable Instant notBefore,
    List<Instant> failedValidations) {

  /** Below what the strictest authorities allow, which is 5. */
  static final int MOST_FAILED_VALIDATIONS = 4;

  static final Duration WINDOW = Duration.ofHours(1);
  static final Attempts NONE = new Attempts(0, null, null, null, List.of());

  /** A clock that was set back must not keep the next attempt away for years. */
  private static final Duration LONGEST_WAIT = Duration.ofDays(8);

  Attempts {
    failedValidations = List.copyOf(failedValidations);
  }

  /** When the next attempt may be; the past or the present mean at once. */
  Instant next(Instant now) {
    Instant next = patient(now);
    if (failures > 0 && last != null && last.plus(Ladder.wait(failures)).isAfter(next)) {
      next = last.plus(Ladder.wait(failures));
    }
    Instant latest = now.plus(LONGEST_WAIT);
    return next.isAfter(latest) ? latest : next;
  }

  /** The same for somebody who does not want to wait: what the authority demands stays. */
  Instant patient(Instant now) {
    Instant next = now;
    if (notBefore != null && notBefore.isAfter(next)) {
      next = notBefore;
    }
    List<Instant> recent = recent(now);
    if (recent.size() >= MOST_FAILED_VALIDATIONS) {
      Instant free = recent.get(recent.size() - MOST_FAILED_VALIDATIONS).plus(WINDOW);
      next = free.isAfter(next) ? free : next;
    }
    return next;
  }

  /**
   * @param validation whether the authority looked for our answer and did not find it
   * @param retryAfter what the authority asked for
   */
  Attempts failed(Instant now, String why, boolean validation, @Nullable Instant retryAfter) {
    List<Instant> validations = new ArrayList<>(recent(now));
    if (validation) {
      validations.add(now);
    }
    return new Attempts(failures + 1, now, why, retryAfter, validations);
  }

  Attempts succeeded(Instant now) {
    return new Attempts(0, now, null, null, recent(now));
  }

  private List<Instant> recent(Instant now) {
    return failedValidations.stream()
        .filter(when -> when.plus(WINDOW).isAfter(now) && !when.isAfter(now))
        .toList();
  }
}
