package steading.gateway;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The table as HAProxy's configuration: text in, text out.
 *
 * <p>Servers are named by their containers and resolved by the Engine's own DNS while HAProxy runs,
 * so that addresses may change without us. Their first address is written down only for a reload,
 * where a server without one would answer 503 until the first look-up; what stands on disk for the
 * next boot has no addresses, since by then they may belong to somebody else. The C library never
 * resolves: it would block the start for every container that is not there.
 */
final class HaproxyConfig {
  /** How long a client may keep an idle connection, and so the longest wait of an old worker. */
  static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

  private static final Duration LEAST_HARD_STOP = Duration.ofMinutes(30);

  private HaproxyConfig() {}

  /**
   * @param description what the running worker will say it serves
   * @param addresses known addresses of containers, by container name
   */
  static String render(
      Table table, Ports ports, String description, Map<String, String> addresses) {
    StringBuilder config = new StringBuilder();
    config.append(global(table, description)).append(DEFAULTS).append(RESOLVERS);
    config.append(httpFrontend(ports)).append(httpsFrontend(ports)).append(NOBODY);
    for (Table.Numbered numbered : table.numbered()) {
      config.append(backend(numbered, addresses));
    }
    return config.toString();
  }

  /**
   * The ports that clients see.
   *
   * @param http redirects to the other one
   */
  record Ports(int http, int https) {
    String inLinks() {
      return https == 443 ? "" : ":" + https;
    }
  }

  private static String global(Table table, String description) {
    return """
    # Written by Steading from its own table; changes made here are lost.
    global
      description %s
      default-path config
      log stdout format raw local0 info
      stats socket %s mode 600 level admin
      hard-stop-after %ds
      mworker-max-reloads 100
      maxconn 8000
      no strict-limits
      ssl-default-bind-options ssl-min-ver TLSv1.2 no-tls-tickets
      ssl-default-bind-curves X25519:P-256:P-384
      ssl-default-bind-ciphers %s
      ssl-default-bind-ciphersuites %s
      tune.ssl.default-dh-param 2048

    """
        .formatted(
            description,
            Inside.ADMIN_SOCKET,
            hardStop(table).toSeconds(),
            "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
                + "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
                + "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305",
            "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256");
  }

  /** An old worker must not end before the longest time that any app was promised. */
  private static Duration hardStop(Table table) {
    return table.numbered().stream()
        .map(numbered -> numbered.route().drain().plusMinutes(1))
        .max(Comparator.naturalOrder())
        .filter(longest -> longest.compareTo(LEAST_HARD_STOP) > 0)
        .orElse(LEAST_HARD_STOP);
  }

  /**
   * {@code idle-close-on-response}: a worker that is being replaced tells its clients to close with
   * its next answer, instead of closing under a request that is already on its way.
   */
  private static final String DEFAULTS =
      """
      defaults
        mode http
        log global
        option httplog
        option dontlognull
        option idle-close-on-response
        option redispatch 1
        retry-on conn-failure
        retries 3
        balance leastconn
        timeout connect 3s
        timeout client 1m
        timeout client-fin 30s
        timeout http-request 10s
        timeout http-keep-alive %ds
        timeout queue 30s
        timeout server 1h
        timeout tunnel 1h
        default-server resolvers engine resolve-prefer ipv4 init-addr none inter 2s fastinter 500ms fall 2 rise 1
        errorfile 502 502.http
        errorfile 503 503.http
        errorfile 504 504.http

      """
          .formatted(KEEP_ALIVE.toSeconds());

  /** While the Engine itself restarts, its DNS is silent and the known addresses stay right. */
  private static final String RESOLVERS =
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

  private static final String LOOK_UP =
      """
        http-request set-var(txn.host) req.hdr(host),host_only,rtrim(.),lower
        http-request set-var(txn.path) path
        http-request set-var(txn.backend) var(txn.host),concat(,txn.path,/),map_beg(routes.map)
      """;

  private static final String ROOT_CERTIFICATE =
      """
        http-request return status 200 content-type application/x-x509-ca-cert file ca.crt if { path /.well-known/steading/ca.crt }
      """;

  private static final String UNKNOWN_HOST =
      """
        http-request return status 503 content-type "text/html; charset=utf-8" file unknown-host.html hdr Cache-Control no-store\
      """;

  private static final String NOBODY = "backend nobody\n" + UNKNOWN_HOST + "\n\n";

  private static String httpFrontend(Ports ports) {
    return """
    frontend http
      bind :%d
    """
            .formatted(Inside.HTTP_PORT)
        + ROOT_CERTIFICATE
        + """
          http-request return status 404 if { path_beg /.well-known/acme-challenge/ }
        """
        + LOOK_UP
        + UNKNOWN_HOST
        + " if !{ var(txn.backend) -m found }\n"
        + """
          http-request redirect code 308 location https://%%[var(txn.host)]%s%%[pathq]

        """
            .formatted(ports.inLinks());
  }

  /**
   * What clients say about themselves is taken away before we say it: names with an underscore too,
   * which many applications cannot tell from those with a dash.
   */
  private static String httpsFrontend(Ports ports) {
    return """
    frontend https
      bind :%d ssl crt %s crt-list certs.list alpn h2,http/1.1
    """
            .formatted(Inside.HTTPS_PORT, Inside.certificate(Certificates.DEFAULT))
        + ROOT_CERTIFICATE
        + LOOK_UP
        + """
          http-request del-header _ -m sub
          http-request del-header x-forwarded- -m beg
          http-request del-header forwarded
          http-request del-header x-real-ip
          http-request del-header proxy
          http-request set-header X-Forwarded-For %%[src]
          http-request set-header X-Forwarded-Proto https
          http-request set-header X-Forwarded-Host %%[req.hdr(host)]
          http-request set-header X-Forwarded-Port %d
          http-request set-header X-Real-IP %%[src]
          use_backend %%[var(txn.backend)] if { var(txn.backend) -m found }
          default_backend nobody

        """
            .formatted(ports.https());
  }

  /**
   * With one target there is nobody to turn to when it fails a check, and a request that arrives
   * while it restarts does better to retry than to be refused.
   */
  private static String backend(Table.Numbered numbered, Map<String, String> addresses) {
    StringBuilder lines = new StringBuilder("backend " + numbered.backend() + "\n");
    List<String> targets = numbered.route().targets();
    for (String target : targets) {
      lines.append("  server ").append(target).append(' ').append(target);
      lines.append(':').append(numbered.route().port());
      String address = addresses.get(target);
      if (address != null) {
        lines.append(" init-addr ").append(address).append(",none");
      }
      lines.append(targets.size() > 1 ? " check\n" : "\n");
    }
    return lines.append('\n').toString();
  }
}
