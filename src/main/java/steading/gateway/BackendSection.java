package steading.gateway;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where the requests of one route go. */
final class BackendSection {
  /** For hosts that no app has. */
  static final String NOBODY = "backend nobody\n" + FrontendSections.UNKNOWN_HOST + "\n\n";

  private BackendSection() {}

  /**
   * @param trusted hosts whose certificate every browser trusts
   */
  static String render(
      Table.Numbered numbered,
      HaproxyConfig.Ports ports,
      Set<String> trusted,
      Map<String, String> addresses) {
    StringBuilder lines = new StringBuilder();
    RouteRules rules = new RouteRules(numbered, ports, trusted);
    lines.append(rules.users());
    lines.append("backend ").append(numbered.backend()).append('\n');
    lines.append(rules.render());
    servers(numbered, addresses, lines);
    return lines.append('\n').toString();
  }

  /**
   * With one target there is nobody to turn to when it fails a check, and a request that arrives
   * while it restarts does better to retry than to be refused.
   */
  private static void servers(
      Table.Numbered numbered, Map<String, String> addresses, StringBuilder lines) {
    List<String> targets = numbered.route().targets();
    boolean http2 = "h2".equals(numbered.route().treatment().options().protocol());
    for (String target : targets) {
      lines.append("  server ").append(target).append(' ').append(target);
      lines.append(':').append(numbered.route().port());
      String address = addresses.get(target);
      if (address != null) {
        lines.append(" init-addr ").append(address).append(",none");
      }
      lines.append(http2 ? " proto h2" : "");
      lines.append(targets.size() > 1 ? " check\n" : "\n");
    }
  }
}
