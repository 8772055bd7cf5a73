package steading.plan;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Says in a few words how what the gateway should do differs from what it does. */
final class RouteDifference {
  private RouteDifference() {}

  static String between(List<Route> present, List<Route> wanted) {
    Set<String> words = new LinkedHashSet<>();
    if (!served(present).equals(served(wanted))) {
      words.add("hosts");
    }
    if (present.size() == wanted.size()) {
      for (int i = 0; i < wanted.size(); i++) {
        compare(present.get(i), wanted.get(i), words);
      }
    }
    words.remove("");
    return Set.of("hosts", "containers").containsAll(words)
        ? "hosts or containers changed"
        : String.join(", ", words) + " changed";
  }

  private static List<List<String>> served(List<Route> routes) {
    return routes.stream().map(Route::hosts).toList();
  }

  private static void compare(Route before, Route after, Set<String> words) {
    words.add(before.path().equals(after.path()) ? "" : "path");
    words.add(before.targets().equals(after.targets()) ? "" : "containers");
    Treatment one = before.treatment();
    Treatment other = after.treatment();
    Map<String, Object> options = one.options().tree();
    Map<String, Object> others = other.options().tree();
    Set<String> keys = new TreeSet<>(options.keySet());
    keys.addAll(others.keySet());
    for (String key : keys) {
      words.add(Objects.equals(options.get(key), others.get(key)) ? "" : key);
    }
    words.add(one.passwords().equals(other.passwords()) ? "" : "passwords");
    words.add(Objects.equals(one.hsts(), other.hsts()) ? "" : "hsts");
    words.add(Objects.equals(one.maintenance(), other.maintenance()) ? "" : "maintenance");
    words.add(Objects.equals(one.redirect(), other.redirect()) ? "" : "redirects");
  }
}
