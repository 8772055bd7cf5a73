package steading.watch;

import java.util.ArrayList;
import java.util.List;
import steading.gateway.CertificateRow;

/** Whether every host has a certificate, and will have one. */
final class CertificateCheck {
  static final String NAME = "certificates";

  private CertificateCheck() {}

  /**
   * @param apps whose hosts are asked about
   */
  static List<Finding> judge(List<CertificateRow> rows, List<String> apps) {
    List<Finding> findings = new ArrayList<>();
    int good = 0;
    for (CertificateRow row : rows) {
      if (apps.contains(row.app())) {
        if (row.alarming()) {
          findings.add(finding(row));
        } else {
          good++;
        }
      }
    }
    return findings.isEmpty() && good > 0
        ? List.of(
            Finding.ok(NAME, good + (good == 1 ? " host has" : " hosts have") + " a certificate"))
        : findings;
  }

  private static Finding finding(CertificateRow row) {
    String name = "certificate " + row.host();
    String why = row.failure() == null ? "" : ": " + row.failure();
    String fix = "mend that, then `stead certs renew " + row.host() + "`";
    return switch (row.state()) {
      case "missing" ->
          Finding.error(
              name,
              "there is none that could be shown, so people see an error" + why,
              row.tls().equals("files")
                  ? "`stead certs add " + row.host() + " --cert FILE --key FILE`"
                  : "`stead apply " + row.app() + "`");
      case "expiring" ->
          Finding.error(
              name, "it ends in " + row.daysLeft() + " days and was not renewed" + why, fix);
      case "failing" -> Finding.warning(name, "its renewal fails, and is tried again" + why, fix);
      default ->
          Finding.warning(
              name,
              "the authority has given none yet, so the internal authority's is shown" + why,
              fix);
    };
  }
}
