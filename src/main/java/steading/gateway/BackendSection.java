package steading.gateway;

import java.util.List;
import java.util.Map;

/** Where the requests of one route go. */
final class BackendSection {
  /** For hosts that no app has. */
  static final String NOBODY = "backend nobody\n" + FrontendSections.UNKNOWN_HOST + "\n\n";

  private BackendSection() {}

  /**
   * With one target there is nobody to turn to when it fails a check, and a request that arrives
   * while it restarts does better to retry than to be refused.
   */
  static String render(Table.Numbered numbered, Map<String, String> addresses) {
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
