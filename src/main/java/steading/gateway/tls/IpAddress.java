package steading.gateway.tls;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Tells addresses from names among the hosts; an IPv6 address may stand in brackets. */
public final class IpAddress {
  private static final Pattern V4 = Pattern.compile("(\\d{1,3})(\\.\\d{1,3}){3}");

  private IpAddress() {}

  public static boolean is(String host) {
    return V4.matcher(host).matches() || host.indexOf(':') >= 0;
  }

  /** Without brackets. */
  public static String bare(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  /** One spelling for each, the one that browsers use, without brackets; names in lower case. */
  public static String canonical(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    if (!is(lower)) {
      return lower;
    }
    InetAddress address = InetAddress.ofLiteral(bare(lower));
    return address instanceof Inet6Address
        ? shortened(address.getHostAddress().split(":", -1))
        : address.getHostAddress();
  }

  /** The longest run of zeros, the first of equals, becomes {@code ::} (RFC 5952). */
  private static String shortened(String[] groups) {
    int start = 0;
    int length = 0;
    for (int from = 0; from < groups.length; from++) {
      int to = from;
      while (to < groups.length && groups[to].equals("0")) {
        to++;
      }
      if (to - from > length) {
        start = from;
        length = to - from;
      }
    }
    List<String> all = List.of(groups);
    return length < 2
        ? String.join(":", all)
        : String.join(":", all.subList(0, start))
            + "::"
            + String.join(":", all.subList(start + length, all.size()));
  }
}
