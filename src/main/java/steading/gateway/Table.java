package steading.gateway;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import steading.gateway.tls.IpAddress;
import steading.plan.Route;

/** Everything the gateway serves, by app. */
public record Table(SortedMap<String, Entry> apps) {
  public static final Table EMPTY = new Table(new TreeMap<>());

  public Table {
    apps = Collections.unmodifiableSortedMap(new TreeMap<>(apps));
  }

  /**
   * @param networks the real names of the networks that the routes' targets are in
   */
  public record Entry(List<Route> routes, SortedSet<String> networks) {
    public Entry {
      routes = List.copyOf(routes);
      networks = Collections.unmodifiableSortedSet(new TreeSet<>(networks));
    }

    SortedSet<String> hosts() {
      return routes.stream()
          .flatMap(route -> route.hosts().stream())
          .map(IpAddress::canonical)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  public List<Route> routes(String app) {
    Entry entry = apps.get(app);
    return entry == null ? List.of() : entry.routes();
  }

  public Table with(String app, List<Route> routes, Set<String> networks) {
    SortedMap<String, Entry> changed = new TreeMap<>(apps);
    changed.put(app, new Entry(routes, new TreeSet<>(networks)));
    return new Table(changed);
  }

  public Table without(String app) {
    SortedMap<String, Entry> changed = new TreeMap<>(apps);
    changed.remove(app);
    return new Table(changed);
  }

  SortedSet<String> networks() {
    return apps.values().stream()
        .flatMap(entry -> entry.networks().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** A route with the name of its backend, which begins with the app's name and a colon. */
  record Numbered(String backend, Route route) {}

  List<Numbered> numbered() {
    return apps.entrySet().stream().flatMap(app -> numbered(app).stream()).toList();
  }

  List<Numbered> numbered(String app) {
    Entry entry = apps.get(app);
    return entry == null ? List.of() : numbered(Map.entry(app, entry));
  }

  private static List<Numbered> numbered(Map.Entry<String, Entry> app) {
    List<Route> routes = app.getValue().routes();
    return IntStream.range(0, routes.size())
        .mapToObj(index ->
            new Numbered(backend(app.getKey(), index, routes.get(index)), routes.get(index)))
        .toList();
  }

  private static String backend(String app, int index, Route route) {
    return route.service().isEmpty()
        ? app + ":" + index + ":redirect"
        : app + ":" + index + ":" + route.service() + ":" + route.port();
  }
}
