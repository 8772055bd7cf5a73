package steading.app;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was applied once: the app.yaml and the owner's files of that moment, what its images were
 * resolved to, and who wanted it when and why.
 */
public record Revision(
    int number,
    Instant when,
    String by,
    String why,
    App app,
    Map<String, String> images,
    List<Overlays.OwnFile> overlays) {
  public Revision {
    overlays = List.copyOf(overlays);
    images = Collections.unmodifiableMap(new TreeMap<>(images));
  }
}
