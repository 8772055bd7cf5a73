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

  static String http(HaproxyConfig.Ports ports) {
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
  static String https(HaproxyConfig.Ports ports) {
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
        """
            .formatted(ports.https())
        + Holding.RULES
        + """
          use_backend %[var(txn.backend)] if { var(txn.backend) -m found }
          default_backend nobody

        """;
  }
}
