package steading.gateway;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import steading.gateway.Workers.Worker;

/**
 * The services whose requests wait at the gateway. Workers are told one by one, those that are
 * being replaced too: they still have clients. What comes after a reload is told by the
 * configuration.
 */
final class Holds {
  /** Browsers and proxies wait longer than this; people hardly do. */
  static final Duration PATIENCE = Duration.ofSeconds(25);

  /** Longer than any step between; if nobody ends a hold by then, nobody will. */
  static final Duration LIMIT = Duration.ofMinutes(15);

  private final Workers workers;
  private final Clock clock;
  private final Map<String, Hold> holds = new HashMap<>();

  Holds(Workers workers, Clock clock) {
    this.workers = workers;
    this.clock = clock;
  }

  private record Hold(Set<String> services, String value) {}

  /** Whether the gateway keeps any of the app's requests waiting, whoever asked it to. */
  boolean any(String app) throws IOException {
    return workers.current().isPresent() && !held(app).isEmpty();
  }

  /** Requests to these services wait from now on, besides those that do already. */
  void add(Table table, String app, Set<String> services) throws IOException {
    long now = clock.instant().getEpochSecond();
    Set<String> all = new TreeSet<>(services);
    Hold before = holds.get(app);
    if (before != null) {
      all.addAll(before.services());
    }
    holds.put(app, new Hold(all, (now + PATIENCE.toSeconds()) + ":" + (now + LIMIT.toSeconds())));
    tell(backends(table, app), app);
  }

  void end(String app) throws IOException {
    holds.remove(app);
    if (workers.current().isPresent()) {
      tell(Map.of(), app);
    }
  }

  /** What a new worker must know of it, as lines of the map. */
  String lines(Table table) {
    return table.apps().keySet().stream()
        .flatMap(app -> backends(table, app).entrySet().stream())
        .map(entry -> entry.getKey() + " " + entry.getValue() + "\n")
        .sorted()
        .collect(Collectors.joining());
  }

  /** Whether no request is in flight to these services. */
  boolean quiet(Table table, String app, Set<String> services) throws IOException {
    Set<String> backends =
        table.numbered(app).stream()
            .filter(numbered -> services.contains(numbered.route().service()))
            .map(Table.Numbered::backend)
            .collect(Collectors.toSet());
    for (Worker worker : workers.all()) {
      boolean busy =
          workers.counts(worker).stream()
              .anyMatch(count ->
                  backends.contains(count.proxy())
                      && !count.name().equals("BACKEND")
                      && count.sessions() > 0);
      if (busy) {
        return false;
      }
    }
    return true;
  }

  private Map<String, String> backends(Table table, String app) {
    Hold hold = holds.get(app);
    return hold == null
        ? Map.of()
        : table.numbered(app).stream()
            .filter(numbered -> hold.services().contains(numbered.route().service()))
            .collect(Collectors.toMap(Table.Numbered::backend, _ -> hold.value()));
  }

  private List<String> held(String app) throws IOException {
    return workers.mapKeys(Holding.MAP).stream().filter(key -> key.startsWith(app + ":")).toList();
  }

  private void tell(Map<String, String> wanted, String app) throws IOException {
    Set<String> changed = new TreeSet<>(held(app));
    changed.addAll(wanted.keySet());
    for (Worker worker : workers.all()) {
      for (String backend : changed) {
        workers.put(worker, Holding.MAP, backend, wanted.get(backend));
      }
    }
  }
}
