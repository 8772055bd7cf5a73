package steading.watch;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether the hosts of apps lead to this machine. */
final class DnsCheck {
  private final Collection<InetAddress> own;

  /**
   * @param own the addresses of this machine
   */
  DnsCheck(Collection<InetAddress> own) {
    this.own = List.copyOf(own);
  }

  /** Names that every machine takes for itself, and addresses, need no DNS. */
  static boolean needed(String host) {
    boolean address = host.contains(":") || host.matches("[0-9.]+");
    return !address && !host.equals("localhost") && !host.endsWith(".localhost");
  }

  static String name(String host) {
    return "dns " + host;
  }

  List<Finding> look(String host) {
    try {
      return List.of(judge(host, List.of(InetAddress.getAllByName(host))));
    } catch (UnknownHostException e) {
      return List.of(
          Finding.warning(
              name(host),
              "this name is not known to DNS",
              "set where its zone is kept: " + records(host)));
    }
  }

  Finding judge(String host, List<InetAddress> found) {
    String list = texts(found.stream());
    List<InetAddress> foreign =
        found.stream().filter(a -> !a.isLoopbackAddress() && !own.contains(a)).toList();
    if (foreign.isEmpty()) {
      return Finding.ok(name(host), "leads to this machine (" + list + ")");
    }
    return Finding.warning(
        name(host),
        foreign.size() == found.size()
            ? "leads to %s, which is no address of this machine".formatted(list)
            : "leads to this machine, but also to " + texts(foreign.stream()),
        "nothing, if a router or proxy there forwards to this machine; otherwise set "
            + records(host));
  }

  private String records(String host) {
    List<InetAddress> reachable = own.stream().filter(DnsCheck::fromElsewhere).toList();
    List<InetAddress> everywhere = reachable.stream().filter(address -> !inside(address)).toList();
    if (everywhere.isEmpty()) {
      String inside =
          reachable.isEmpty() ? "" : " (within this network: " + texts(reachable.stream()) + ")";
      return host + ". A <this machine's public address>" + inside;
    }
    return everywhere.stream()
        .map(address ->
            host
                + (address instanceof Inet4Address ? ". A " : ". AAAA ")
                + address.getHostAddress())
        .collect(Collectors.joining(", "));
  }

  private static boolean fromElsewhere(InetAddress address) {
    return !address.isLoopbackAddress() && !address.isLinkLocalAddress();
  }

  /** Addresses that nobody outside of this network can reach: private, shared, unique local. */
  private static boolean inside(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean shared = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
    boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
    return address.isSiteLocalAddress() || shared || uniqueLocal;
  }

  private static String texts(Stream<InetAddress> addresses) {
    return addresses.map(InetAddress::getHostAddress).collect(Collectors.joining(", "));
  }
}
