package steading.gateway;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import steading.gateway.tls.IpAddress;
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
      SortedMap<String, String> bundles,
      Map<String, String> addresses) {
    SortedMap<String, String> files = new TreeMap<>();
    files.put("haproxy.cfg", HaproxyConfig.render(table, ports, ANY, Map.of()));
    files.put("routes.map", RouteMap.render(table));
    files.put("certs.list", certificateList(table, bundles));
    files.put("ca.crt", rootPem);
    files.put("unknown-host.html", Pages.UNKNOWN_HOST);
    Pages.responses().forEach((status, text) -> files.put(status + ".http", text));
    Pages.refusals().forEach((status, text) -> files.put(status + ".html", text));
    files.put("fronts.list", String.join("\n", ports.fronts()) + "\n");
    table.numbered().forEach(numbered -> ofRoute(numbered, files));
    String id = Digest.of(files + bundles.getOrDefault(Certificates.DEFAULT, ""));
    files.put("haproxy.cfg", HaproxyConfig.render(table, ports, id, addresses));
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

  /** Which certificate is shown for which host; the digest makes a renewed one a change. */
  private static String certificateList(Table table, SortedMap<String, String> bundles) {
    StringBuilder lines = new StringBuilder();
    table
        .apps()
        .forEach((app, entry) -> {
          String names =
              entry.hosts().stream()
                  .filter(host -> !IpAddress.is(host))
                  .collect(Collectors.joining(" "));
          String bundle = bundles.get(app);
          if (bundle != null && !names.isEmpty()) {
            lines.append("# ").append(Digest.of(bundle)).append('\n');
            lines.append(Inside.certificate(app)).append(' ').append(names).append('\n');
          }
        });
    return lines.toString();
  }
}
