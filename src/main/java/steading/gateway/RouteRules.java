package steading.gateway;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import steading.gateway.tls.IpAddress;
import steading.plan.Route;
import steading.plan.Treatment;
import steading.recipe.RouteOptions;

/**
 * What is done with the requests of one route, as lines of its backend. The order matters: who may
 * not enter learns nothing of what is inside.
 */
final class RouteRules {
  private static final String PAGE = " content-type \"text/html; charset=utf-8\" file ";
  private static final String NO_STORE = " hdr Cache-Control no-store";
  private static final long SIX_MONTHS = 15_768_000;

  private final Table.Numbered numbered;
  private final Route route;
  private final Treatment treatment;
  private final RouteOptions options;
  private final HaproxyConfig.Ports ports;
  private final Set<String> trusted;
  private final StringBuilder lines = new StringBuilder();

  /**
   * @param trusted hosts whose certificate every browser trusts
   */
  RouteRules(Table.Numbered numbered, HaproxyConfig.Ports ports, Set<String> trusted) {
    this.numbered = numbered;
    this.ports = ports;
    this.trusted = trusted;
    route = numbered.route();
    treatment = route.treatment();
    options = treatment.options();
  }

  /** The list of those who may enter, which stands before the backend. */
  String users() {
    if (treatment.passwords().isEmpty()) {
      return "";
    }
    StringBuilder list = new StringBuilder("userlist " + numbered.backend() + "\n");
    treatment
        .passwords()
        .forEach((user, hash) ->
            list.append("  user ").append(user).append(" password ").append(hash).append('\n'));
    return list.append('\n').toString();
  }

  String render() {
    Treatment.Redirect redirect = treatment.redirect();
    if (redirect != null) {
      line(location(redirect));
      return lines.toString();
    }
    filters();
    times();
    entrance();
    if (treatment.maintenance() != null) {
      line(
          "http-request return status 503"
              + PAGE
              + maintenancePage(numbered)
              + " hdr Retry-After 300"
              + NO_STORE);
    }
    body();
    path();
    headers();
    return lines.toString();
  }

  static String maintenancePage(Table.Numbered numbered) {
    return "maintenance-" + Digest.of(numbered.backend()) + ".html";
  }

  private void line(String text) {
    lines.append("  ").append(text).append('\n');
  }

  private String location(Treatment.Redirect redirect) {
    String start = "http-request redirect code " + redirect.code() + " location \"";
    if (redirect.host() != null) {
      return start + "https://" + redirect.host() + ports.inLinks() + "%[pathq]\"";
    }
    String to = redirect.to() == null ? "/" : redirect.to();
    if (!redirect.keep()) {
      return start + Quoted.inFormat(to) + '"';
    }
    // Without its host, what is kept could make an address of another machine: //example.org.
    String host = to.startsWith("/") ? "https://%[var(txn.host)]" + ports.inLinks() : "";
    String base = to.endsWith("/") ? to.substring(0, to.length() - 1) : to;
    return start + host + Quoted.inFormat(base) + "%[pathq,bytes(" + prefix().length() + ")]\"";
  }

  /** The route's path without a slash at its end; empty for the root. */
  private String prefix() {
    String path = route.path();
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private void filters() {
    if (Boolean.TRUE.equals(options.compression())) {
      line("filter compression");
      line("compression algo gzip");
      line(
          "compression type text/html text/plain text/css text/javascript text/xml"
              + " application/javascript application/json application/xml image/svg+xml");
    }
  }

  private void times() {
    if (options.timeout() != null) {
      line("timeout server " + options.timeout().toSeconds() + "s");
    }
    if (options.idle() != null) {
      line("timeout tunnel " + options.idle().toSeconds() + "s");
    }
  }

  private void entrance() {
    List<String> allow = options.allow();
    if (allow != null && !allow.isEmpty()) {
      line("http-request deny deny_status 403 unless { src -f " + allowList(numbered) + " }");
    }
    if (!treatment.passwords().isEmpty()) {
      line(
          "http-request auth realm "
              + route.app()
              + " unless { http_auth("
              + numbered.backend()
              + ") }");
      line("http-request del-header authorization");
    }
  }

  static String allowList(Table.Numbered numbered) {
    return "allow-" + Digest.of(numbered.backend()) + ".list";
  }

  /**
   * A body of unknown length cannot be refused before it has come, and not be called back after;
   * where the owner set a limit, only short ones may keep their length to themselves.
   */
  private void body() {
    boolean stream = Boolean.TRUE.equals(options.stream()) || "h2".equals(options.protocol());
    if (!stream) {
      line(
          "http-request wait-for-body time "
              + ports.limits().bodyTime().toMillis()
              + "ms at-least "
              + FrontendSections.FIRST_OF_BODY);
    }
    Long upload = options.upload();
    if (upload != null && upload > 0) {
      line(tooLarge(upload));
      line(
          "http-request return status 411"
              + PAGE
              + "411.html"
              + NO_STORE
              + " if !{ req.hdr(content-length) -m found } { req.body_len ge "
              + FrontendSections.SURELY_SEEN
              + " }");
    } else if (upload == null && ports.limits().body() > 0) {
      line(tooLarge(ports.limits().body()));
    }
  }

  private static String tooLarge(long limit) {
    return "http-request return status 413"
        + PAGE
        + "413.html"
        + NO_STORE
        + " if { req.body_size gt "
        + limit
        + " }";
  }

  /** A path that only reads like the prefix once it is decoded cannot be cut, so it is refused. */
  private void path() {
    String prefix = prefix();
    boolean strip = Boolean.TRUE.equals(options.strip());
    if (prefix.isEmpty()) {
      return;
    }
    if (strip || route.path().endsWith("/")) {
      line(
          "http-request redirect code 308 location \"%s/%%[pathq,bytes(%d)]\" if { path %s }"
              .formatted(prefix, prefix.length(), prefix));
    }
    if (strip) {
      line("http-request deny deny_status 400 unless { path_beg " + prefix + "/ }");
      line("http-request set-path \"%[path,bytes(" + prefix.length() + ")]\"");
      line("http-request set-header X-Forwarded-Prefix " + prefix);
    }
  }

  private void headers() {
    set("http-request", options.requestHeaders());
    set("http-response", options.headers());
    hsts();
  }

  /**
   * A browser that was told so once takes no other way for months: by itself it is said only under
   * a certificate that the browser trusts, and not where the app has words of its own.
   */
  private void hsts() {
    String header =
        "http-after-response set-header Strict-Transport-Security \"max-age=" + SIX_MONTHS + '"';
    if (Boolean.TRUE.equals(treatment.hsts())) {
      line(header);
    } else if (treatment.hsts() == null && !ports.settings().plain()) {
      List<String> hosts =
          route.hosts().stream().map(IpAddress::canonical).filter(trusted::contains).toList();
      if (!hosts.isEmpty()) {
        line(
            header
                + " if { var(txn.host) -m str "
                + String.join(" ", hosts)
                + " } !{ res.hdr(strict-transport-security) -m found }");
      }
    }
  }

  private void set(String when, @Nullable Map<String, String> headers) {
    if (headers != null) {
      headers.forEach((name, value) ->
          line(
              value.isEmpty()
                  ? when + " del-header " + name
                  : when + " set-header " + name + ' ' + Quoted.format(value)));
    }
  }
}
