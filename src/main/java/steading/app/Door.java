package steading.app;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import steading.recipe.Recipe;
import steading.recipe.RouteOptions;

/**
 * Where people come to an app: hosts and a path, and what is behind them.
 *
 * @param service empty where nothing but a redirect is
 * @param redirect null where the service answers
 */
public record Door(
    String service,
    int port,
    List<String> hosts,
    String path,
    RouteOptions options,
    @Nullable Leading redirect) {
  private static final int MOVED = 308;

  public Door {
    hosts = List.copyOf(hosts);
  }

  /**
   * Where a redirect leads.
   *
   * @param to an address, or a path of the same host
   * @param host to which the same path and query lead; null where {@code to} says it all
   */
  public record Leading(@Nullable String to, @Nullable String host, int code, boolean keep) {}

  /** All doors of an app, the recipe's and the owner's. */
  public static List<Door> of(App app, Recipe recipe) {
    List<Door> doors = new ArrayList<>();
    List<String> serving = app.front().serving(app.hosts());
    if (serving.isEmpty()) {
      return doors;
    }
    for (Recipe.RouteRule rule : recipe.routes()) {
      doors.add(of(app, rule, serving));
    }
    app.front()
        .leading(app.hosts())
        .forEach((host, to) ->
            doors.add(redirect(List.of(host), "/", new Leading(null, to, MOVED, true))));
    for (Front.Redirect redirect : app.front().redirects()) {
      int slash = redirect.from().indexOf('/');
      String host = slash < 0 ? redirect.from() : redirect.from().substring(0, slash);
      String path = slash < 0 ? "/" : redirect.from().substring(slash);
      doors.add(
          redirect(
              host.isEmpty() ? serving : List.of(host),
              path,
              new Leading(redirect.to(), null, redirect.code(), redirect.keep())));
    }
    return doors;
  }

  private static Door of(App app, Recipe.RouteRule rule, List<String> serving) {
    RouteOptions own = app.front().routes().getOrDefault(rule.service(), RouteOptions.NONE);
    RouteOptions options = own.over(rule.options());
    String path = options.path() == null ? rule.path() : options.path();
    List<String> hosts = rule.prefix().isEmpty() ? serving : rule.hosts(app.hosts());
    return new Door(rule.service(), rule.port(), hosts, path, options, null);
  }

  private static Door redirect(List<String> hosts, String path, Leading leading) {
    return new Door("", 0, hosts, path, RouteOptions.NONE, leading);
  }

  /** What no other app may claim: each host with its path, ending in a slash. */
  List<String> claims() {
    String ending = path.endsWith("/") ? path : path + "/";
    return hosts.stream().map(host -> host + ending).toList();
  }
}
