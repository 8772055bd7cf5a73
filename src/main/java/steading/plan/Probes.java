package steading.plan;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import steading.app.App;
import steading.compose.Lifecycle.Healthcheck;
import steading.compose.Service;
import steading.recipe.Recipe;
import steading.recipe.Recipe.Health;
import steading.recipe.Recipe.Role;
import steading.recipe.Recipe.RouteRule;

/**
 * What the new containers of a service must answer: what its recipe says, else what its own health
 * check asks over HTTP, else the path of its route.
 */
final class Probes {
  /** After its own health check passed, little is missing; without one, all may be. */
  private static final Duration AFTER_A_CHECK = Duration.ofSeconds(30);

  private static final Pattern ASKED =
      Pattern.compile(
          "http://(?:localhost|127\\.0\\.0\\.1|\\[::1])(?::(\\d{1,5}))?(/[^\\s'\"|;&)]*)?");
  private static final int HTTP = 80;

  private final App app;
  private final Recipe recipe;

  Probes(App app, Recipe recipe) {
    this.app = app;
    this.recipe = recipe;
  }

  /** One for each port that is routed to; only the first is asked for a path of the recipe's. */
  List<Probe> of(Service service, Duration healthLimit) {
    Map<Integer, Probe> probes = new LinkedHashMap<>();
    for (RouteRule route : recipe.routes()) {
      List<String> hosts = route.hosts(app.hosts());
      if (route.service().equals(service.name()) && !hosts.isEmpty()) {
        boolean first = probes.isEmpty();
        probes.computeIfAbsent(
            route.port(), _ -> probe(service, route, hosts.getFirst(), first, healthLimit));
      }
    }
    return List.copyOf(probes.values());
  }

  private Probe probe(
      Service service, RouteRule route, String host, boolean first, Duration healthLimit) {
    Healthcheck check = service.lifecycle().healthcheck();
    Role role = recipe.services().get(service.name());
    Health health = role == null ? null : role.health();
    Duration limit =
        health != null && health.limit() != null
            ? health.limit()
            : check == null || check.disabled() ? healthLimit : AFTER_A_CHECK;
    String path = health == null ? null : health.path();
    if (path != null) {
      boolean connect = path.equals(Health.CONNECT) || !first;
      return new Probe("", route.port(), connect ? null : path, true, host, limit);
    }
    String asked = check == null || check.disabled() ? null : asked(check, route.port());
    return new Probe("", route.port(), asked == null ? route.path() : asked, false, host, limit);
  }

  /** The path that a health check such as {@code curl -f http://localhost:8000/up} asks for. */
  static @Nullable String asked(Healthcheck check, int port) {
    Matcher url = ASKED.matcher(String.join(" ", check.test()));
    while (url.find()) {
      int asked = url.group(1) == null ? HTTP : Integer.parseInt(url.group(1));
      if (asked == port) {
        return url.group(2) == null ? "/" : url.group(2);
      }
    }
    return null;
  }
}
