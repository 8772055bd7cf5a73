package steading.plan;

import java.time.Duration;
import java.util.List;
import steading.app.Tls;

/**
 * Hosts and a path that lead to a port of some containers.
 *
 * @param service empty where nothing but a redirect is
 * @param targets the containers' names on the Engine; the gateway resolves them, since addresses
 *     change
 * @param drain how long requests in flight may take to end when a target is left
 * @param tls where the hosts' certificates come from
 */
public record Route(
    String app,
    String service,
    List<String> hosts,
    String path,
    int port,
    List<String> targets,
    Duration drain,
    Tls tls,
    Treatment treatment) {

  /** A route whose requests are passed on as they are, with certificates of our own authority. */
  public Route(
      String app,
      String service,
      List<String> hosts,
      String path,
      int port,
      List<String> targets,
      Duration drain) {
    this(app, service, hosts, path, port, targets, drain, Tls.INTERNAL, Treatment.PLAIN);
  }

  public Route {
    hosts = List.copyOf(hosts);
    targets = List.copyOf(targets);
  }

  public Route withTargets(List<String> changed) {
    return new Route(app, service, hosts, path, port, changed, drain, tls, treatment);
  }

  public Route withTls(Tls changed) {
    return new Route(app, service, hosts, path, port, targets, drain, changed, treatment);
  }
}
