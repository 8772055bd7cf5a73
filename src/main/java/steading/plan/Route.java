package steading.plan;

import java.time.Duration;
import java.util.List;
import steading.app.Tls;

/**
 * Hosts and a path that lead to a port of some containers.
 *
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
    Tls tls) {
  /** With certificates of the installation's own authority. */
  public Route(
      String app,
      String service,
      List<String> hosts,
      String path,
      int port,
      List<String> targets,
      Duration drain) {
    this(app, service, hosts, path, port, targets, drain, Tls.INTERNAL);
  }

  public Route {
    hosts = List.copyOf(hosts);
    targets = List.copyOf(targets);
  }

  public Route withTargets(List<String> changed) {
    return new Route(app, service, hosts, path, port, changed, drain, tls);
  }

  public Route withTls(Tls changed) {
    return new Route(app, service, hosts, path, port, targets, drain, changed);
  }
}
