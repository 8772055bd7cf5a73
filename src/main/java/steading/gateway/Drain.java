package steading.gateway;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import steading.gateway.Workers.Count;
import steading.gateway.Workers.Worker;

/**
 * Tells whether requests to certain containers are still in flight, or may yet come: a worker that
 * was replaced answers one more request on every connection that a client keeps.
 */
final class Drain {
  private static final Duration LAST_REQUEST = HaproxyConfig.KEEP_ALIVE.plusSeconds(2);
  private static final Set<String> FRONT_ENDS = Set.of("http", "https");

  private final Workers workers;
  private final String prefix;
  private final Set<String> containers;

  Drain(Workers workers, String app, List<String> containers) {
    this.workers = workers;
    this.prefix = app + ":";
    this.containers = Set.copyOf(containers);
  }

  boolean done() throws IOException {
    List<Worker> all = workers.all();
    for (Worker worker : all) {
      if (busy(worker, all)) {
        return false;
      }
    }
    return true;
  }

  private boolean busy(Worker worker, List<Worker> all) throws IOException {
    List<Count> counts = workers.counts(worker);
    List<Count> ours =
        counts.stream()
            .filter(count -> count.proxy().startsWith(prefix))
            .filter(count -> containers.contains(count.name()))
            .toList();
    if (ours.isEmpty()) {
      return false;
    }
    return ours.stream().anyMatch(count -> count.sessions() > 0)
        || (!worker.current() && clientsRemain(counts) && !pastLastRequest(worker, all));
  }

  private static boolean clientsRemain(List<Count> counts) {
    return counts.stream()
        .anyMatch(count -> FRONT_ENDS.contains(count.proxy()) && count.sessions() > 0);
  }

  /** Its successor is older than any client may stay idle. */
  private static boolean pastLastRequest(Worker worker, List<Worker> all) {
    return all.stream()
        .filter(other -> other.reloads() < worker.reloads())
        .anyMatch(other -> other.age().compareTo(LAST_REQUEST) > 0);
  }
}
