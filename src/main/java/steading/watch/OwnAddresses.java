package steading.watch;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** By which addresses this machine can be reached. */
final class OwnAddresses {
  private OwnAddresses() {}

  /** Without those of the bridges that lead to containers. */
  static List<InetAddress> all() throws SocketException {
    List<InetAddress> addresses = new ArrayList<>();
    for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
      if (each.isUp() && !each.getName().matches("(docker|br-|veth).*")) {
        each.inetAddresses().map(OwnAddresses::plain).forEach(addresses::add);
      }
    }
    return addresses;
  }

  /** Without the interface's name, which DNS knows nothing of. */
  private static InetAddress plain(InetAddress address) {
    try {
      return InetAddress.getByAddress(address.getAddress());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an interface's address has a wrong length", e);
    }
  }
}
