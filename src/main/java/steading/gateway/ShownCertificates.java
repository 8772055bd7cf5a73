package steading.gateway;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import steading.gateway.tls.IpAddress;

/**
 * Which certificate is shown for which host.
 *
 * @param files the hosts of each file, whose name has no ending
 * @param digests of the files' content
 * @param bare hosts that have no certificate which could be shown
 * @param plain hosts that are served without encryption
 * @param thumbprint of the account for whose questions the gateway answers; empty: for none
 */
record ShownCertificates(
    SortedMap<String, SortedSet<String>> files,
    SortedMap<String, String> digests,
    SortedSet<String> bare,
    SortedSet<String> plain,
    String thumbprint) {
  static final ShownCertificates NONE =
      new ShownCertificates(new TreeMap<>(), new TreeMap<>(), new TreeSet<>(), new TreeSet<>(), "");

  ShownCertificates {
    files = Collections.unmodifiableSortedMap(files);
    digests = Collections.unmodifiableSortedMap(digests);
    bare = Collections.unmodifiableSortedSet(bare);
    plain = Collections.unmodifiableSortedSet(plain);
  }

  /** For HAProxy; the digest makes a renewed certificate a change. */
  String list() {
    StringBuilder lines = new StringBuilder();
    files.forEach((file, hosts) -> {
      String names =
          hosts.stream().filter(host -> !IpAddress.is(host)).collect(Collectors.joining(" "));
      if (!names.isEmpty()) {
        lines.append("# ").append(digests.getOrDefault(file, "")).append('\n');
        lines.append(Inside.certificate(file)).append(' ').append(names).append('\n');
      }
    });
    return lines.toString();
  }
}
