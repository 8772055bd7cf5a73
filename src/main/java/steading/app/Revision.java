package steading.app;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was applied once: the app.yaml of that moment, what its images were resolved to, and who
 * wanted it when and why.
 */
public record Revision(
    int number, Instant when, String by, String why, App app, Map<String, String> images) {
  public Revision {
    images = Collections.unmodifiableMap(new TreeMap<>(images));
  }
}
