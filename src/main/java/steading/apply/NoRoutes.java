package steading.apply;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import steading.plan.Route;

/** For apps that nobody shall reach: there is no gateway, and nothing is ever served. */
public final class NoRoutes implements Routes {
  @Override
  public List<Route> published(String app) {
    return List.of();
  }

  @Override
  public boolean serving() {
    return true;
  }

  @Override
  public void ensure() {}

  @Override
  public void publish(String app, List<Route> routes, Set<String> networks) {}

  @Override
  public boolean drain(String app, List<String> containers, Duration limit) {
    return true;
  }

  @Override
  public void withdraw(String app, Set<String> networks) {}
}
