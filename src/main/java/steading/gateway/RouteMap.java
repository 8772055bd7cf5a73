package steading.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import steading.gateway.tls.IpAddress;
import steading.problem.Problem;
import steading.problem.Problems;

/**
 * The map from host and path to backend. Its keys end in a slash and are looked up as prefixes of
 * {@code host/path/}, the longest first: {@code /api} then matches {@code /api/x}, but not {@code
 * /apix}.
 */
final class RouteMap {
  private RouteMap() {}

  static String render(Table table) {
    StringBuilder lines = new StringBuilder();
    entries(table)
        .forEach((key, backend) -> lines.append(key).append(' ').append(backend).append('\n'));
    return lines.toString();
  }

  private static Map<String, String> entries(Table table) {
    Map<String, String> entries = new TreeMap<>();
    Problems problems = new Problems();
    for (Table.Numbered numbered : table.numbered()) {
      for (String key : keys(numbered)) {
        String other = entries.putIfAbsent(key, numbered.backend());
        if (other != null && !other.equals(numbered.backend())) {
          problems.add(taken(key, other, numbered.backend()));
        }
      }
    }
    problems.raiseIfAny();
    return entries;
  }

  private static List<String> keys(Table.Numbered numbered) {
    String path = numbered.route().path();
    String prefix = path.endsWith("/") ? path : path + "/";
    List<String> keys = new ArrayList<>();
    for (String host : numbered.route().hosts()) {
      keys.add(asInRequests(host) + prefix);
    }
    return keys;
  }

  private static String asInRequests(String host) {
    String canonical = IpAddress.canonical(host);
    return canonical.indexOf(':') >= 0 ? "[" + canonical + "]" : canonical;
  }

  private static Problem taken(String key, String first, String second) {
    return Problem.usage(
        "gateway.host-taken",
        key + " is claimed by " + app(first) + " and by " + app(second),
        "give one of them another host or another path");
  }

  private static String app(String backend) {
    return "app " + backend.substring(0, backend.indexOf(':'));
  }
}
