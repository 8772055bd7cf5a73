package steading.apply;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import steading.plan.Probe;
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

  /** There is nobody who could ask from outside; whoever made the app asks from within. */
  @Override
  public Optional<String> ask(Probe probe, Set<String> networks) {
    return Optional.empty();
  }

  @Override
  public void follow(Predicate<String> which) {}

  @Override
  public boolean held(String app) {
    return false;
  }

  @Override
  public boolean hold(String app, Set<String> services, Duration limit) {
    return true;
  }

  @Override
  public void release(String app) {}

  @Override
  public boolean drain(String app, List<String> containers, Duration limit) {
    return true;
  }

  @Override
  public void withdraw(String app, Set<String> networks) {}
}
