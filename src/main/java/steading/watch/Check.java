package steading.watch;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Something to look at.
 *
 * @param limit how long the look may take; what is not known by then is reported as such
 */
record Check(String name, Duration limit, Look look) {
  interface Look {
    List<Finding> look() throws IOException;
  }

  /** The same look, which keeps to itself what is well. */
  static Check troublesOf(Check check) {
    return new Check(
        check.name(),
        check.limit(),
        () -> check.look().look().stream().filter(finding -> !finding.well()).toList());
  }
}
