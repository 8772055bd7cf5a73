package steading.image;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an app's images were resolved to when it was last deployed: wanted reference to exact
 * reference.
 */
public record ImageLock(Map<String, String> pins) {
  public static final ImageLock EMPTY = new ImageLock(Map.of());

  public ImageLock {
    pins = Collections.unmodifiableMap(new TreeMap<>(pins));
  }

  public Optional<String> pin(String wanted) {
    return Optional.ofNullable(pins.get(wanted));
  }
}
