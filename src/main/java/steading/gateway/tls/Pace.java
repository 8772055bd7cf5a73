package steading.gateway.tls;

import java.time.Duration;

/**
 * How patient one attempt is with an authority, before it is left to the next attempt.
 *
 * @param busy how often a request is made again that a busy authority turned away
 * @param longest for which its Retry-After is waited out on the spot
 * @param order how long a validation, or the certificate after it, may take
 * @param poll between two looks, at first
 */
record Pace(int busy, Duration longest, Duration order, Duration poll) {
  static final Pace USUAL =
      new Pace(5, Duration.ofSeconds(30), Duration.ofMinutes(2), Duration.ofMillis(500));

  private static final Duration LONGEST_POLL = Duration.ofSeconds(5);

  /** How long to wait after a request was turned away that often, if the authority says nothing. */
  Duration pause(int times) {
    Duration pause = Duration.ofSeconds(1L << Math.min(times, 4));
    return pause.compareTo(longest) > 0 ? longest : pause;
  }

  Duration nextPoll(Duration former) {
    Duration doubled = former.multipliedBy(2);
    return doubled.compareTo(LONGEST_POLL) > 0 ? LONGEST_POLL : doubled;
  }
}
