package steading.gateway;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the gateway is at one moment. Counts begin anew whenever it loads a new configuration.
 *
 * @param running whether its container runs
 * @param serving whether it serves what its table says
 */
public record GatewayStatus(
    boolean running,
    boolean serving,
    List<Front> fronts,
    List<Host> hosts,
    List<Backend> backends) {
  public GatewayStatus {
    fronts = List.copyOf(fronts);
    hosts = List.copyOf(hosts);
    backends = List.copyOf(backends);
  }

  /**
   * What clients connect to.
   *
   * @param sessions connections that are open
   * @param rate requests a second
   * @param refused requests that were not passed on because of a limit or a rule
   */
  public record Front(
      String name, long sessions, long rate, long requests, long refused, long errors) {}

  /**
   * @param app which serves it
   * @param issuer of its certificate; null when there is none that can be read
   * @param days that the certificate is still valid
   */
  public record Host(
      String host, String app, List<String> paths, @Nullable String issuer, @Nullable Long days) {
    public Host {
      paths = List.copyOf(paths);
    }
  }

  /**
   * @param state {@code up}, {@code down}, {@code drain} and the like, in HAProxy's words
   * @param sessions requests that are under way
   * @param queued requests that wait
   * @param errors answers of 500 and more, and requests that got none
   * @param percent of the answers that were errors
   */
  public record Backend(
      String app,
      String service,
      String container,
      String state,
      long sessions,
      long queued,
      long requests,
      long errors,
      double percent) {}
}
