package steading.capsule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import steading.app.Keep;
import steading.recipe.Schedule;

/**
 * When capsules of one app go to one repository by themselves, and how many stay.
 *
 * @param words the schedule as the owner wrote it
 * @param delay that is added to each moment of the schedule
 * @param zone in which the schedule is meant
 */
public record Appointment(
    String app,
    String repository,
    String words,
    Schedule schedule,
    Duration delay,
    ZoneId zone,
    Keep keep) {
  private static final Duration LEAST = Duration.ofMinutes(15);
  private static final Duration MOST = Duration.ofHours(12);

  /** The last moment that is not after {@code now}. */
  public Optional<Instant> last(Instant now) {
    // The moment itself counts, which the schedule's own question leaves out.
    return schedule
        .before(now.minus(delay).plusSeconds(1).atZone(zone))
        .map(moment -> moment.toInstant().plus(delay));
  }

  public Optional<Instant> next(Instant now) {
    return schedule.after(now.minus(delay).atZone(zone)).map(m -> m.toInstant().plus(delay));
  }

  /** How late a backup may be before it is missed: half the time until the next, within reason. */
  public Duration tolerance(Instant now) {
    Duration half =
        last(now)
            .flatMap(last -> next(now).map(next -> Duration.between(last, next).dividedBy(2)))
            .orElse(MOST);
    return half.compareTo(LEAST) < 0 ? LEAST : half.compareTo(MOST) > 0 ? MOST : half;
  }

  /**
   * Whether a backup is to begin now. Of several moments that passed unused only one is made up
   * for; after a failure it is tried again, more and more seldom.
   */
  boolean due(Past past, Instant now) {
    Instant begun = past.begun();
    boolean unused =
        last(now)
            .filter(moment -> moment.isAfter(past.since()))
            .filter(moment -> begun == null || begun.isBefore(moment))
            .isPresent();
    return !past.underWay() && (unused || past.tryAgain(now));
  }

  /** The moment whose backup did not happen. */
  Optional<Instant> missed(Past past, Instant now) {
    Instant good = past.good();
    return last(now.minus(tolerance(now)))
        .filter(_ -> !past.underWay())
        .filter(moment -> moment.isAfter(past.since()))
        .filter(moment -> good == null || good.isBefore(moment));
  }
}
