package steading.gateway;

import steading.app.GatewaySettings.Behind;
import steading.app.GatewaySettings.Limits;

/** What clients connect to, and what is settled before a request comes to its app's backend. */
final class FrontendSections {
  /** How much of a request's body must be there before its app sees the request. */
  static final int FIRST_OF_BODY = 8192;

  /**
   * How much of a body there is room for beside the longest head, in HAProxy's buffer of 16 KiB.
   */
  static final int SURELY_SEEN = 1024;

  /** Who came how often; the rates are looked at over this time. */
  private static final int SECONDS = 10;

  static final String CLIENTS =
      """
      backend clients
        stick-table type ipv6 size 200k expire 1m store conn_cur,conn_rate(%1$ds),http_req_rate(%1$ds)

      """
          .formatted(SECONDS);

  /**
   * A path is looked up as an app may read it, so that no spelling of it leads past the route, and
   * what is allowed there, that it belongs to. Regular expressions cost most of all that is done
   * for a request, so they see only paths that could be read in more than one way.
   */
  private static final String LOOK_UP =
      """
        acl ambiguous path -m sub % // /.
        http-request deny deny_status 400 if ambiguous { path,url_dec -m reg (^|/)[.][.]?(;[^/]*)?(/|$) }
        http-request set-var(txn.host) req.hdr(host),host_only,rtrim(.),lower
        http-request set-var(txn.path) path
        http-request set-var(txn.path) path,url_dec,regsub(/+,/,g) if ambiguous
        http-request set-var(txn.backend) var(txn.host),concat(,txn.path,/),map_beg(routes.map)
      """;

  /**
   * HAProxy passes these on as they are, and there may be readers who see another end of the
   * request in them.
   */
  private static final String STRICT =
      """
        http-request deny deny_status 400 unless { req.ver 1.0 1.1 2.0 }
        http-request deny deny_status 400 if { req.ver 1.0 } { req.hdr(transfer-encoding) -m found }
        http-request deny deny_status 400 if { req.hdr(content-length),length gt 18 }
      """;

  private static final String ROOT_CERTIFICATE =
      """
        http-request return status 200 content-type application/x-x509-ca-cert file ca.crt if { path /.well-known/steading/ca.crt }
      """;

  static final String UNKNOWN_HOST =
      """
        http-request return status 503 content-type "text/html; charset=utf-8" file unknown-host.html hdr Cache-Control no-store\
      """;

  private static final String SERVE =
      Holding.RULES
          + """
            use_backend %[var(txn.backend)] if { var(txn.backend) -m found }
            default_backend nobody

          """;

  private FrontendSections() {}

  /** Redirects, or serves: what a front before us has certificates for, and what needs none. */
  static String http(HaproxyConfig.Ports ports, ShownCertificates shown) {
    boolean front = ports.settings().plain();
    boolean bareHosts = !shown.plain().isEmpty();
    String served =
        (front ? " { var(txn.secure) -m bool }" : "") + (front && bareHosts ? " ||" : "");
    String unless = front || bareHosts ? " unless" + served + (bareHosts ? " plain" : "") : "";
    return """
    frontend http
      bind :%d
    """
            .formatted(Inside.HTTP_PORT)
        + guard(ports)
        + ROOT_CERTIFICATE
        + challenge(shown)
        + LOOK_UP
        + UNKNOWN_HOST
        + " if !{ var(txn.backend) -m found }\n"
        + (bareHosts ? "  acl plain var(txn.host) -m str -f plain.list\n" : "")
        + "  http-request redirect code 308 location https://%[var(txn.host)]"
        + ports.inLinks()
        + "%[pathq]"
        + unless
        + "\n"
        + (bareHosts ? said("http", ports.http(), " if plain") : "")
        + (front ? said("https", ports.https(), bareHosts ? " if !plain" : "") : "")
        + (front || bareHosts ? SERVE : "\n");
  }

  /**
   * An authority's question is answered with itself and our account's thumbprint, whatever it is:
   * that needs no daemon. Only letters of a token are ever given back.
   */
  private static String challenge(ShownCertificates shown) {
    String answer =
        shown.thumbprint().isEmpty()
            ? ""
            : """
              http-request return status 200 content-type text/plain lf-string "%%[path,field(4,/)].%s" if { path_reg ^/\\.well-known/acme-challenge/[A-Za-z0-9_-]{1,128}$ }
            """
                .formatted(shown.thumbprint());
    return answer
        + """
          http-request return status 404 if { path_beg /.well-known/acme-challenge/ }
        """;
  }

  /** Without a certificate of its own a host is not served under that of another. */
  private static String bare(ShownCertificates shown) {
    return shown.bare().isEmpty()
        ? ""
        : UNKNOWN_HOST + " if { var(txn.host) -m str -f bare.list }\n";
  }

  static String https(HaproxyConfig.Ports ports, ShownCertificates shown) {
    return """
    frontend https
      bind :%d ssl crt %s crt-list "${%s-%s}" alpn h2,http/1.1
    """
            .formatted(
                Inside.HTTPS_PORT,
                Inside.certificate(Certificates.DEFAULT),
                GatewayContainer.CERTIFICATES,
                ShownCertificates.LIST)
        + guard(ports)
        + ROOT_CERTIFICATE
        + LOOK_UP
        + bare(shown)
        + said("https", ports.https(), "")
        + SERVE;
  }

  /** Who is too much for us is told so, or not even that. */
  private static String guard(HaproxyConfig.Ports ports) {
    Limits limits = ports.limits();
    Behind behind = ports.settings().behind();
    boolean headers = behind != null && !behind.proxyProtocol();
    StringBuilder lines = new StringBuilder();
    if (behind != null && behind.proxyProtocol()) {
      lines.append("  tcp-request connection expect-proxy layer4 if { src -f fronts.list }\n");
    }
    lines.append("  tcp-request connection track-sc0 src table clients");
    lines.append(headers ? " unless { src -f fronts.list }\n" : "\n");
    connections(limits, lines);
    if (headers) {
      lines.append(
          """
            http-request set-var(txn.front) bool(true) if { src -f fronts.list }
            http-request set-var(txn.secure) bool(true) if { var(txn.front) -m bool } !{ req.hdr(x-forwarded-proto) -m str -i http }
            http-request set-src req.hdr_ip(x-forwarded-for,-1) if { var(txn.front) -m bool }
            http-request track-sc0 src table clients if { var(txn.front) -m bool }
          """);
    } else if (behind != null) {
      lines.append("  http-request set-var(txn.secure) bool(true) if { fc_rcvd_proxy }\n");
    }
    requests(limits, lines);
    return lines.append(STRICT).toString();
  }

  /** Beyond twice the rate nobody is answered: the answers themselves would be the burden. */
  private static void connections(Limits limits, StringBuilder lines) {
    if (limits.connections() > 0) {
      lines.append("  tcp-request connection reject if { sc0_conn_cur gt ");
      lines.append(limits.connections()).append(" }\n");
    }
    if (limits.connectionRate() > 0) {
      lines.append("  tcp-request connection reject if { sc0_conn_rate gt ");
      lines.append(2L * SECONDS * limits.connectionRate()).append(" }\n");
    }
  }

  private static void requests(Limits limits, StringBuilder lines) {
    if (limits.requestRate() > 0) {
      refuse(429, "sc0_http_req_rate gt " + (long) SECONDS * limits.requestRate(), lines);
    }
    if (limits.connectionRate() > 0) {
      refuse(429, "sc0_conn_rate gt " + (long) SECONDS * limits.connectionRate(), lines);
    }
    refuse(414, "url_len gt " + limits.url(), lines);
    refuse(431, "req.hdrs,length gt " + limits.headers(), lines);
  }

  private static void refuse(int status, String when, StringBuilder lines) {
    lines.append("  http-request return status ").append(status);
    lines.append(" content-type \"text/html; charset=utf-8\" file ").append(status);
    lines.append(".html hdr Cache-Control no-store");
    lines.append(status == 429 ? " hdr Retry-After " + SECONDS : "");
    lines.append(" if { ").append(when).append(" }\n");
  }

  /**
   * What clients say about themselves is taken away before we say it: names with an underscore too,
   * which many applications cannot tell from those with a dash.
   */
  private static String said(String scheme, int port, String condition) {
    return """
      http-request del-header _ -m sub
      http-request del-header x-forwarded- -m beg
      http-request del-header forwarded
      http-request del-header x-real-ip
      http-request del-header proxy
      http-request set-header X-Forwarded-For %%[src]
      http-request set-header X-Forwarded-Proto %s
      http-request set-header X-Forwarded-Host %%[req.hdr(host)]
      http-request set-header X-Forwarded-Port %d
      http-request set-header X-Real-IP %%[src]
    """
        .formatted(scheme, port)
        .replace("\n", condition + "\n");
  }
}
