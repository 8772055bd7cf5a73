package steading.gateway;

/** What clients connect to, and what is settled before a request comes to its app's backend. */
final class FrontendSections {
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

  static final String UNKNOWN_HOST =
      """
        http-request return status 503 content-type "text/html; charset=utf-8" file unknown-host.html hdr Cache-Control no-store\
      """;

  private FrontendSections() {}

  static String http(HaproxyConfig.Ports ports, ShownCertificates shown) {
    return """
    frontend http
      bind :%d
    """
            .formatted(Inside.HTTP_PORT)
        + ROOT_CERTIFICATE
        + challenge(shown)
        + LOOK_UP
        + UNKNOWN_HOST
        + " if !{ var(txn.backend) -m found }\n"
        + plain(ports, shown)
        + """
          http-request redirect code 308 location https://%%[var(txn.host)]%s%%[pathq]%s

        """
            .formatted(ports.inLinks(), shown.plain().isEmpty() ? "" : " if !plain");
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

  /** Hosts that their owner wants without encryption. */
  private static String plain(HaproxyConfig.Ports ports, ShownCertificates shown) {
    return shown.plain().isEmpty()
        ? ""
        : "  acl plain var(txn.host) -m str -f plain.list\n"
            + said("http", ports.http(), " if plain")
            + "  use_backend %[var(txn.backend)] if plain\n";
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
      bind :%d ssl crt %s crt-list certs.list alpn h2,http/1.1
    """
            .formatted(Inside.HTTPS_PORT, Inside.certificate(Certificates.DEFAULT))
        + ROOT_CERTIFICATE
        + LOOK_UP
        + bare(shown)
        + said("https", ports.https(), "")
        + Holding.RULES
        + """
          use_backend %[var(txn.backend)] if { var(txn.backend) -m found }
          default_backend nobody

        """;
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
