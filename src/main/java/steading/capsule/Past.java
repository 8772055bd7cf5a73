package steading.capsule;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of an app's backups to one repository.
 *
 * @param since when it was first seen that there should be any
 * @param begun when the last one began
 * @param good when the last one that went well began
 * @param failures in a row, up to now
 * @param failed when the last one failed, if it was the last of all
 * @param reason why it did
 * @param underWay whether one is being made
 */
public record Past(
    Instant since,
    @Nullable Instant begun,
    @Nullable Instant good,
    int failures,
    @Nullable Instant failed,
    String reason,
    boolean underWay) {
  private static final Duration FIRST_PAUSE = Duration.ofHours(1);
  private static final int MOST_DOUBLINGS = 4;

  static Past none(Instant since) {
    return new Past(since, null, null, 0, null, "", false);
  }

  /** After one hour, then two more, up to sixteen. */
  boolean tryAgain(Instant now) {
    return failed != null && failures > 0 && !now.isBefore(failed.plus(pause()));
  }

  private Duration pause() {
    return FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
  }
}
