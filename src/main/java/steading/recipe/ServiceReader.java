package steading.recipe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import steading.compose.yaml.Fields;
import steading.compose.yaml.Node;
import steading.problem.Nearest;
import steading.problem.Problems;
import steading.recipe.Recipe.Replace;

/**
 * Reads {@code services:} (how each is replaced) and {@code routes:} (which ports serve people).
 */
final class ServiceReader {
  private static final List<String> ROLES =
      List.of("web", "worker", "scheduler", "database", "cache", "queue", "mail", "tool");
  private static final List<String> REPLACE = List.of("start-first", "stop-first");
  private static final Pattern HEALTH = Pattern.compile("/[!-~]{0,400}");
  private static final Pattern PREFIX = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.?");
  private static final Duration USUAL_DRAIN = Duration.ofSeconds(30);
  private static final int HIGHEST_PORT = 65535;

  private final ServiceNames services;
  private final Problems problems;

  ServiceReader(ServiceNames services, Problems problems) {
    this.services = services;
    this.problems = problems;
  }

  Map<String, Recipe.Role> roles(Fields parent) {
    Map<String, Recipe.Role> roles = new LinkedHashMap<>();
    parent
        .entries("services")
        .forEach((name, entry) -> {
          services.check(entry.keyPlace(), name);
          roles.put(name, role(name, Fields.of(entry.value(), problems)));
        });
    return roles;
  }

  private Recipe.Role role(String name, Fields fields) {
    String role = oneOf(fields, "role", "web", ROLES);
    boolean single = fields.bool("single", false);
    // Two copies of what may only run once would meet if the new one started first.
    String usual = single || role.equals("database") ? "stop-first" : "start-first";
    Replace replace =
        oneOf(fields, "replace", usual, REPLACE).equals("stop-first")
            ? Replace.STOP_FIRST
            : Replace.START_FIRST;
    Duration drain = fields.duration("drain", USUAL_DRAIN);
    Recipe.Health health = health(fields);
    fields.done();
    return new Recipe.Role(name, role, single, replace, drain, health);
  }

  private static Recipe.@Nullable Health health(Fields fields) {
    String path = fields.text("health", "");
    Duration limit = fields.duration("health_limit", Duration.ZERO);
    if (!path.isEmpty() && !path.equals(Recipe.Health.CONNECT) && !HEALTH.matcher(path).matches()) {
      fields.problem(
          "health",
          "recipe.bad-health",
          Shown.quoted(path) + " is nothing that a container can be asked for",
          "write a path, such as /health, or connect where it speaks no HTTP");
    }
    return path.isEmpty() && limit.isZero()
        ? null
        : new Recipe.Health(path.isEmpty() ? null : path, limit.isZero() ? null : limit);
  }

  private static String oneOf(Fields fields, String key, String usual, List<String> words) {
    String word = fields.text(key, usual);
    if (!words.contains(word)) {
      fields.problem(
          key,
          "recipe.unknown-" + key,
          Shown.quoted(word) + " is no " + key + " that Steading knows",
          Nearest.hint(word, words, ""));
    }
    return word;
  }

  List<Recipe.RouteRule> routes(Fields parent) {
    List<Recipe.RouteRule> routes = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (Node item : parent.list("routes")) {
      Fields fields = Fields.of(item, problems);
      Recipe.RouteRule route = route(fields);
      if (!taken.add(route.prefix() + route.path())) {
        problems.at(
            fields.place(),
            "recipe.duplicate-route",
            "two routes lead from the same place: " + route.prefix() + route.path(),
            "give each route a path or a prefix of its own");
      }
      routes.add(route);
    }
    return routes;
  }

  private Recipe.RouteRule route(Fields fields) {
    String service = services.one(fields, "service");
    fields.required("port");
    int port = fields.integer("port", HIGHEST_PORT);
    if (port < 1 || port > HIGHEST_PORT) {
      fields.problem("port", "recipe.bad-port", port + " is not a port", "use 1 to 65535");
    }
    String path = fields.text("path", "/");
    RouteOptionsReader.path(fields, path, problems);
    String prefix = fields.text("prefix", "");
    if (!prefix.isEmpty() && !PREFIX.matcher(prefix).matches()) {
      fields.problem(
          "prefix",
          "recipe.bad-prefix",
          Shown.quoted(prefix) + " cannot stand before a host name",
          "use one label of a host name, such as db");
    }
    RouteOptions options = new RouteOptionsReader(problems).recipes(fields);
    fields.done();
    return new Recipe.RouteRule(service, port, path, dotted(prefix), options);
  }

  /** A prefix as it stands before a host. */
  static String dotted(String prefix) {
    return prefix.isEmpty() || prefix.endsWith(".") ? prefix : prefix + ".";
  }
}
