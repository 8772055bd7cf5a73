package steading.gateway;

import java.time.Duration;
import java.util.Map;

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
    config.append(DefaultsSection.DEFAULTS).append(DefaultsSection.RESOLVERS);
    config.append(FrontendSections.http(ports, shown)).append(FrontendSections.https(ports, shown));
    config.append(BackendSection.NOBODY);
    for (Table.Numbered numbered : table.numbered()) {
      config.append(BackendSection.render(numbered, addresses));
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
}
