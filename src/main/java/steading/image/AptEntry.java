package steading.image;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One archive that apt is told to use: one URI with its suites and components. */
record AptEntry(
    String uri, List<String> suites, List<String> components, @Nullable String signedBy) {
  AptEntry {
    suites = List.copyOf(suites);
    components = List.copyOf(components);
  }

  AptEntry withUri(String other) {
    return new AptEntry(other, suites, components, signedBy);
  }
}
