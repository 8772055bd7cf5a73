package steading.gateway;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import steading.gateway.tls.IpAddress;

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
    files.put(Holding.SCRIPT, Holding.LUA);
    files.put(Holding.MAP, "");
    files.put(Holding.PAGE, Pages.MAINTENANCE);
    files.put("unknown-host.html", Pages.UNKNOWN_HOST);
    for (int status : new int[] {502, 503, 504}) {
      files.put(status + ".http", Pages.response(status));
    }
    String id = Digest.of(files + bundles.getOrDefault(Certificates.DEFAULT, ""));
    files.put("haproxy.cfg", HaproxyConfig.render(table, ports, id, addresses));
    return new Generation(id, files);
  }

  /** The same state, with what is so only for now in this file. */
  Generation with(String file, String content) {
    SortedMap<String, String> changed = new TreeMap<>(files);
    changed.put(file, content);
    return new Generation(id, changed);
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
