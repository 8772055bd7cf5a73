package steading.gateway;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import steading.plan.Treatment;

/**
 * One whole state of the gateway's configuration.
 *
 * @param id says what is served: the same table and certificates have the same id
 * @param files by name
 */
record Generation(String id, SortedMap<String, String> files) {
  private static final String ANY = "any";

  /**
   * @param addresses where containers are now; part of the files, but not of the id
   */
  static Generation of(
      Table table,
      HaproxyConfig.Ports ports,
      String rootPem,
      ShownCertificates shown,
      Map<String, String> addresses) {
    SortedMap<String, String> files = new TreeMap<>();
    files.put("haproxy.cfg", HaproxyConfig.render(table, ports, shown, ANY, Map.of()));
    files.put("routes.map", RouteMap.render(table));
    files.put(ShownCertificates.LIST, shown.list());
    files.put("bare.list", lines(shown.bare()));
    files.put("plain.list", lines(shown.plain()));
    files.put("ca.crt", rootPem);
    files.put(Holding.SCRIPT, Holding.LUA);
    files.put(Holding.MAP, "");
    files.put(Holding.PAGE, Pages.MAINTENANCE);
    files.put("unknown-host.html", Pages.UNKNOWN_HOST);
    Pages.responses().forEach((status, text) -> files.put(status + ".http", text));
    Pages.refusals().forEach((status, text) -> files.put(status + ".html", text));
    files.put("fronts.list", String.join("\n", ports.fronts()) + "\n");
    table.numbered().forEach(numbered -> ofRoute(numbered, files));
    String id = Digest.of(files + shown.digests().getOrDefault(Certificates.DEFAULT, ""));
    files.put("haproxy.cfg", HaproxyConfig.render(table, ports, shown, id, addresses));
    return new Generation(id, files);
  }

  private static void ofRoute(Table.Numbered numbered, SortedMap<String, String> files) {
    Treatment treatment = numbered.route().treatment();
    if (treatment.maintenance() != null) {
      files.put(RouteRules.maintenancePage(numbered), Pages.maintenance(treatment.maintenance()));
    }
    List<String> allow = treatment.options().allow();
    if (allow != null && !allow.isEmpty()) {
      files.put(RouteRules.allowList(numbered), String.join("\n", allow) + "\n");
    }
  }

  /** The same state, but with this content in one of its files, and under the same id. */
  Generation with(String file, String content) {
    SortedMap<String, String> changed = new TreeMap<>(files);
    changed.put(file, content);
    return new Generation(id, changed);
  }

  private static String lines(Collection<String> words) {
    return words.stream().map(word -> word + "\n").collect(Collectors.joining());
  }
}
