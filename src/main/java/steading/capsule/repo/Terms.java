package steading.capsule.repo;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import steading.app.Routine;

/**
 * How the owner wants a repository to be used.
 *
 * @param upload at most so many KiB a second, 0 for as fast as it goes
 * @param download likewise
 * @param patience how long a place may fail without any success before the attempt ends
 * @param apps whose capsules go there; empty for all
 * @param routine when capsules go there by themselves, and which stay
 * @param hosts addresses of names that no name server knows
 * @param authority certificates of those that may vouch for the server, besides the public ones
 */
public record Terms(
    int upload,
    int download,
    Duration patience,
    List<String> apps,
    Routine routine,
    Map<String, String> hosts,
    @Nullable String authority) {
  /** Longer than a server takes to come up again. */
  public static final Duration USUAL_PATIENCE = Duration.ofMinutes(5);

  public static final Terms USUAL =
      new Terms(0, 0, USUAL_PATIENCE, List.of(), Routine.UNSAID, Map.of(), null);

  public Terms {
    apps = List.copyOf(apps);
    hosts = Map.copyOf(new TreeMap<>(hosts));
  }

  /** Whether this app's capsules go there. */
  public boolean takes(String app) {
    return apps.isEmpty() || apps.contains(app);
  }

  /** The same, ending sooner: for a person who waits to hear whether it works at all. */
  Terms hurried(Duration shorter) {
    return patience.compareTo(shorter) <= 0
        ? this
        : new Terms(upload, download, shorter, apps, routine, hosts, authority);
  }
}
