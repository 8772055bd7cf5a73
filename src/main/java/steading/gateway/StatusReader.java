package steading.gateway;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import steading.gateway.GatewayStatus.Backend;
import steading.gateway.GatewayStatus.Front;
import steading.gateway.GatewayStatus.Host;

/** Reads the gateway's state out of HAProxy's statistics and the certificates on disk. */
final class StatusReader {
  private static final double HUNDRED = 100.0;

  private StatusReader() {}

  /** Rows of {@code show stat}, each by column. */
  static List<Map<String, String>> rows(String answer) {
    List<Map<String, String>> rows = new ArrayList<>();
    String[] names = {};
    for (String line : answer.lines().toList()) {
      if (line.startsWith("# ")) {
        names = line.substring(2).split(",", -1);
      } else if (names.length > 0 && line.indexOf(',') > 0) {
        String[] cells = line.split(",", -1);
        Map<String, String> row = new HashMap<>();
        for (int i = 0; i < Math.min(names.length, cells.length); i++) {
          row.put(names[i], cells[i]);
        }
        rows.add(row);
      }
    }
    return rows;
  }

  static List<Front> fronts(List<Map<String, String>> rows) {
    return rows.stream()
        .filter(row -> row.getOrDefault("svname", "").equals("FRONTEND"))
        .map(row ->
            new Front(
                row.getOrDefault("pxname", ""),
                number(row, "scur"),
                number(row, "req_rate"),
                number(row, "req_tot"),
                number(row, "dreq") + number(row, "dcon") + number(row, "hrsp_4xx"),
                number(row, "ereq") + number(row, "hrsp_5xx")))
        .toList();
  }

  static List<Backend> backends(Table table, List<Map<String, String>> rows) {
    List<Backend> backends = new ArrayList<>();
    for (Table.Numbered numbered : table.numbered()) {
      for (Map<String, String> row : rows) {
        if (numbered.backend().equals(row.get("pxname"))
            && numbered.route().targets().contains(row.getOrDefault("svname", ""))) {
          backends.add(backend(numbered, row));
        }
      }
    }
    return backends;
  }

  private static Backend backend(Table.Numbered numbered, Map<String, String> row) {
    long errors = number(row, "hrsp_5xx") + number(row, "econ") + number(row, "eresp");
    long requests = number(row, "stot");
    return new Backend(
        numbered.route().app(),
        numbered.route().service(),
        row.getOrDefault("svname", ""),
        state(row.getOrDefault("status", "")),
        number(row, "scur"),
        number(row, "qcur"),
        requests,
        errors,
        requests == 0 ? 0 : Math.round(HUNDRED * HUNDRED * errors / requests) / HUNDRED);
  }

  /** What is not checked is taken for well until it refuses a connection. */
  private static String state(String word) {
    return word.equals("no check") ? "up" : word.toLowerCase(Locale.ROOT);
  }

  /**
   * @param certificates of the hosts, where they have one
   */
  static List<Host> hosts(Table table, List<CertificateRow> certificates) {
    Map<String, CertificateRow> byHost = new TreeMap<>();
    certificates.forEach(row -> byHost.put(row.host(), row));
    List<Host> hosts = new ArrayList<>();
    table
        .apps()
        .forEach((app, entry) -> {
          SortedMap<String, List<String>> paths = new TreeMap<>();
          entry
              .routes()
              .forEach(route ->
                  route
                      .hosts()
                      .forEach(host ->
                          paths.computeIfAbsent(host, _ -> new ArrayList<>()).add(route.path())));
          paths.forEach((host, served) -> {
            CertificateRow row = byHost.get(host);
            hosts.add(
                new Host(
                    host,
                    app,
                    served,
                    row == null ? null : row.issuer(),
                    row == null ? null : row.daysLeft()));
          });
        });
    return hosts;
  }

  private static long number(Map<String, String> row, String column) {
    String text = row.getOrDefault(column, "");
    return text.isEmpty() ? 0 : Long.parseLong(text);
  }
}
