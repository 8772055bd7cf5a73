package steading.capsule.repo;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a place may fail without any success. restic tries everything again for a quarter of an
 * hour, whatever the reason; what cannot pass by itself is not worth that.
 */
final class Patience {
  private static final Duration WITH_WHAT_LASTS = Duration.ofSeconds(30);
  private static final Pattern RETRYING =
      Pattern.compile("returned error, retrying after (\\S+?): (.*)");
  private static final Pattern RECOVERED = Pattern.compile("operation successful after");

  private final Duration whole;
  private long failingSince;
  private boolean failing;
  private boolean lasting;
  private long bytes;

  Patience(Duration whole) {
    this.whole = whole;
  }

  /** What a line that restic did not write for programs means for a person who waits. */
  synchronized Optional<String> heard(String line) {
    if (RECOVERED.matcher(line).find()) {
      failing = false;
      return Optional.of("the repository answers again");
    }
    Matcher retrying = RETRYING.matcher(line);
    if (!retrying.find()) {
      return Optional.empty();
    }
    if (!failing) {
      failing = true;
      failingSince = System.nanoTime();
    }
    Optional<Trouble> trouble = Trouble.in(retrying.group(2));
    lasting = trouble.isPresent() && !trouble.get().passing();
    return Optional.of(
        trouble.map(Trouble::what).orElse(retrying.group(2))
            + "; trying again in "
            + retrying.group(1).replaceFirst("\\.\\d+", ""));
  }

  /** Bytes that arrive are a success. */
  synchronized void moved(long now) {
    if (now > bytes) {
      bytes = now;
      failing = false;
    }
  }

  synchronized boolean over() {
    Duration limit = lasting && whole.compareTo(WITH_WHAT_LASTS) > 0 ? WITH_WHAT_LASTS : whole;
    return failing && System.nanoTime() - failingSince > limit.toNanos();
  }
}
