package steading.gateway;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import steading.app.GatewaySettings;
import steading.app.Home;
import steading.problem.Nearest;
import steading.problem.Problem;

/** A configuration for the web server in front of the gateway, ready to be put in place. */
public final class FrontExport {
  public static final List<String> KINDS = List.of("nginx", "haproxy", "apache");

  private static final String CERTIFICATE = "/etc/ssl/steading.pem";
  private static final String KEY = "/etc/ssl/steading.key";

  private FrontExport() {}

  /** {@code table}: the hosts that the front is to pass on. */
  public static String of(String kind, Home home, Table table) {
    GatewaySettings.Behind behind = home.front().behind();
    if (behind == null || behind.tls() || behind.proxyProtocol()) {
      throw Problem.usage(
              "gateway.no-front",
              "the gateway does not expect a front that speaks to it in headers",
              "write into steading.yaml: gateway: {addresses: [127.0.0.1], behind: {from: [host]}}")
          .because("It would not believe what such a front says about clients")
          .raise();
    }
    SortedSet<String> hosts = new TreeSet<>();
    table.apps().values().forEach(entry -> hosts.addAll(entry.hosts()));
    if (hosts.isEmpty()) {
      hosts.add("example.org");
    }
    String words = String.join(" ", hosts);
    String address = "127.0.0.1:" + home.httpPort();
    return switch (kind) {
      case "nginx" -> nginx(words, address);
      case "haproxy" -> haproxy(words, address);
      case "apache" -> apache(hosts, address);
      default ->
          throw Problem.usage(
                  "gateway.unknown-front",
                  "there is no configuration for \"" + kind + "\"",
                  Nearest.hint(kind, KINDS, ""))
              .raise();
    };
  }

  private static String nginx(String hosts, String address) {
    return """
    # For /etc/nginx/conf.d/steading.conf; put your certificate where it is named below.
    map $http_upgrade $steading_connection {
      default upgrade;
      '' '';
    }
    server {
      listen 80;
      listen [::]:80;
      server_name %1$s;
      location / {
        return 308 https://$host$request_uri;
      }
    }
    server {
      listen 443 ssl;
      listen [::]:443 ssl;
      server_name %1$s;
      ssl_certificate %3$s;
      ssl_certificate_key %4$s;
      client_max_body_size 0;
      location / {
        proxy_pass http://%2$s;
        proxy_http_version 1.1;
        proxy_request_buffering off;
        proxy_buffering off;
        proxy_read_timeout 1h;
        proxy_set_header Host $http_host;
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_set_header X-Forwarded-Proto $scheme;
        proxy_set_header Upgrade $http_upgrade;
        proxy_set_header Connection $steading_connection;
      }
    }
    """
        .formatted(hosts, address, CERTIFICATE, KEY);
  }

  private static String haproxy(String hosts, String address) {
    return """
    # For haproxy.cfg; put your certificate and its key, in one file, where it is named below.
    defaults
      mode http
      timeout connect 5s
      timeout client 1m
      timeout server 1h
      timeout tunnel 1h
    frontend steading
      bind :80
      bind :443 ssl crt %3$s alpn h2,http/1.1
      acl steading req.hdr(host),host_only -i %1$s
      http-request redirect scheme https code 308 unless { ssl_fc }
      http-request set-header X-Forwarded-For %%[src]
      http-request set-header X-Forwarded-Proto https
      use_backend steading if steading
    backend steading
      server steading %2$s
    """
        .formatted(hosts, address, CERTIFICATE);
  }

  private static String apache(SortedSet<String> hosts, String address) {
    String aliases =
        hosts.size() == 1
            ? ""
            : "  ServerAlias " + String.join(" ", hosts.tailSet(hosts.first() + "\0")) + "\n";
    return """
    # For sites-available/steading.conf; put your certificate where it is named below, then
    # a2enmod ssl proxy proxy_http headers rewrite
    <VirtualHost *:80>
      ServerName %1$s
    %5$s  AllowEncodedSlashes NoDecode
      RewriteEngine On
      RewriteCond %%{THE_REQUEST} "^\\S+ (/[^ ?]*)"
      RewriteRule ^ https://%%{SERVER_NAME}%%1 [R=308,L,NE]
    </VirtualHost>
    <VirtualHost *:443>
      ServerName %1$s
    %5$s  SSLEngine on
      SSLCertificateFile %3$s
      SSLCertificateKeyFile %4$s
      ProxyPreserveHost On
      ProxyAddHeaders Off
      RequestHeader set X-Forwarded-For "expr=%%{REMOTE_ADDR}"
      RequestHeader set X-Forwarded-Proto https
      AllowEncodedSlashes NoDecode
      ProxyPass / http://%2$s/ nocanon upgrade=websocket timeout=3600
    </VirtualHost>
    """
        .formatted(hosts.first(), address, CERTIFICATE, KEY, aliases);
  }
}
