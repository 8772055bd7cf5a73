package steading.gateway;

/**
 * What holds for every front end and backend, and how names are resolved.
 *
 * <p>Servers are named by their containers and resolved by the Engine's own DNS while HAProxy runs,
 * so that addresses may change without us. Their first address is written down only for a reload,
 * where a server without one would answer 503 until the first look-up; what stands on disk for the
 * next boot has no addresses, since by then they may belong to somebody else. The C library never
 * resolves: it would block the start for every container that is not there.
 */
final class DefaultsSection {
  private DefaultsSection() {}

  /**
   * {@code idle-close-on-response}: a worker that is being replaced tells its clients to close with
   * its next answer, instead of closing under a request that is already on its way.
   *
   * <p>Who visited which page is the apps' business, and a line for each request costs as much as
   * all the rest that is done for it.
   */
  static String render(HaproxyConfig.Ports ports) {
    return """
    defaults
      mode http
      log global
      option httplog
    %s\
      option dontlognull
      option idle-close-on-response
      option redispatch 1
      retry-on conn-failure
      retries 3
      balance leastconn
      timeout connect 3s
      timeout client 1m
      timeout client-fin 30s
      timeout http-request %dms
      timeout http-keep-alive %ds
      timeout queue 30s
      timeout server 1h
      timeout tunnel 1h
      default-server resolvers engine resolve-prefer ipv4 init-addr none inter 2s fastinter 500ms fall 2 rise 1
      errorfile 400 400.http
      errorfile 403 403.http
      errorfile 408 408.http
      errorfile 500 500.http
      errorfile 502 502.http
      errorfile 503 503.http
      errorfile 504 504.http

    """
        .formatted(
            ports.settings().accessLog() ? "" : "  option dontlog-normal\n",
            ports.limits().headerTime().toMillis(),
            HaproxyConfig.KEEP_ALIVE.toSeconds());
  }

  /** While the Engine itself restarts, its DNS is silent and the known addresses stay right. */
  static final String RESOLVERS =
      """
      resolvers engine
        nameserver engine 127.0.0.11:53
        accepted_payload_size 4096
        resolve_retries 3
        timeout resolve 1s
        timeout retry 1s
        hold valid 1s
        hold obsolete 3s
        hold nx 3s
        hold other 1h
        hold refused 1h
        hold timeout 1h

      """;
}
