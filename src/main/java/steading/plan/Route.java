package steading.plan;

import java.time.Duration;
import java.util.List;

/**
 * Hosts and a path that lead to a port of some containers.
 *
 * @param service empty where nothing but a redirect is
 * @param targets the containers' names on the Engine; the gateway resolves them, since addresses
 *     change
 * @param drain how long requests in flight may take to end when a target is left
 */
public record Route(
    String app,
    String service,
    List<String> hosts,
    String path,
    int port,
    List<String> targets,
    Duration drain,
    Treatment treatment) {

  /** A route whose requests are passed on as they are. */
  public Route(
      String app,
      String service,
      List<String> hosts,
      String path,
      int port,
      List<String> targets,
      Duration drain) {
    this(app, service, hosts, path, port, targets, drain, Treatment.PLAIN);
  }

  public Route {
    hosts = List.copyOf(hosts);
    targets = List.copyOf(targets);
  }

  public Route withTargets(List<String> changed) {
    return new Route(app, service, hosts, path, port, changed, drain, treatment);
  }
}
