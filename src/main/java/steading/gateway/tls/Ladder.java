package steading.gateway.tls;

import java.time.Duration;
import java.util.List;

/**
 * How long to wait before a certificate is asked for again, the more often it failed the longer.
 */
final class Ladder {
  private static final List<Duration> STEPS =
      List.of(
          Duration.ofMinutes(1),
          Duration.ofMinutes(2),
          Duration.ofMinutes(2),
          Duration.ofMinutes(5),
          Duration.ofMinutes(10),
          Duration.ofMinutes(20),
          Duration.ofMinutes(20),
          Duration.ofMinutes(30),
          Duration.ofMinutes(30),
          Duration.ofHours(1),
          Duration.ofHours(3),
          Duration.ofHours(6));

  private Ladder() {}

  /**
   * @param failures in a row, at least one
   */
  static Duration wait(int failures) {
    return STEPS.get(Math.clamp(failures - 1, 0, STEPS.size() - 1));
  }
}
