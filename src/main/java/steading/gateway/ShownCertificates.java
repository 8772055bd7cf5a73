package steading.gateway;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import steading.gateway.tls.IpAddress;

/**
 * Which certificate is shown for which host.
 *
 * @param files the hosts of each file, whose name has no ending
 * @param digests of the files' content
 * @param bare hosts that have no certificate which could be shown
 * @param plain hosts that are served without encryption
 * @param trusted hosts whose certificate every browser trusts
 * @param thumbprint of the account for whose questions the gateway answers; empty: for none
 */
record ShownCertificates(
    SortedMap<String, SortedSet<String>> files,
    SortedMap<String, String> digests,
    SortedSet<String> bare,
    SortedSet<String> plain,
    SortedSet<String> trusted,
    String thumbprint) {
  /** The file with what {@link #list} says. */
  static final String LIST = "certs.list";

  /** Those of {@link #LIST} that HAProxy has not loaded before. */
  static final String UNKNOWN = "unknown-certs.list";

  static final ShownCertificates NONE =
      new ShownCertificates(
          new TreeMap<>(), new TreeMap<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), "");

  private static final String ENTRY = "(?m)^(?=# )";

  ShownCertificates {
    files = Collections.unmodifiableSortedMap(files);
    digests = Collections.unmodifiableSortedMap(digests);
    bare = Collections.unmodifiableSortedSet(bare);
    plain = Collections.unmodifiableSortedSet(plain);
    trusted = Collections.unmodifiableSortedSet(trusted);
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

  /** The lines of a list that are not in a former one: pairs of a digest and a certificate. */
  static String unknown(String list, String former) {
    Set<String> known = new HashSet<>(List.of(former.split(ENTRY, -1)));
    return Stream.of(list.split(ENTRY, -1))
        .filter(entry -> !entry.isBlank() && !known.contains(entry))
        .collect(Collectors.joining());
  }
}
