package steading.gateway;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import steading.app.GatewaySettings;

/** The table as HAProxy's configuration: text in, text out. Each section has a class of its own. */
final class HaproxyConfig {
  /** How long a client may keep an idle connection, and so the longest wait of an old worker. */
  static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

  private HaproxyConfig() {}

  /**
   * @param description what the running worker will say it serves
   * @param addresses known addresses of containers, by container name
   */
  static String render(
      Table table,
      Ports ports,
      ShownCertificates shown,
      String description,
      Map<String, String> addresses) {
    StringBuilder config = new StringBuilder();
    config.append(GlobalSection.render(table, description));
    config.append(DefaultsSection.render(ports)).append(DefaultsSection.RESOLVERS);
    config.append(FrontendSections.http(ports, shown)).append(FrontendSections.https(ports, shown));
    config.append(FrontendSections.CLIENTS).append(BackendSection.NOBODY);
    for (Table.Numbered numbered : table.numbered()) {
      config.append(BackendSection.render(numbered, ports, shown.trusted(), addresses));
    }
    return config.toString();
  }

  /**
   * The ports that clients see.
   *
   * @param http redirects to the other one
   * @param fronts the addresses of whoever is in front of the gateway
   */
  record Ports(int http, int https, GatewaySettings settings, List<String> fronts) {
    /** Of a gateway that clients reach themselves, with the usual limits. */
    Ports(int http, int https) {
      this(http, https, GatewaySettings.USUAL, List.of());
    }

    GatewaySettings.Limits limits() {
      return settings.limits();
    }

    String inLinks() {
      return https == 443 ? "" : ":" + https;
    }
  }
}
