package steading.gateway.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** Addresses as one DNS server says them, where this machine's own would say something else. */
final class DnsAddresses implements HttpPreflight.Addresses {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int DNS_PORT = 53;

  private final String host;
  private final int port;

  private DnsAddresses(String host, int port) {
    this.host = host;
    this.port = port;
  }

  /**
   * @param server an address, perhaps with a port
   */
  static DnsAddresses from(String server) {
    int colon = server.lastIndexOf(':');
    boolean ported = colon > 0 && server.indexOf(':') == colon;
    return ported && server.substring(colon + 1).matches("\\d{1,5}")
        ? new DnsAddresses(
            server.substring(0, colon), Integer.parseInt(server.substring(colon + 1)))
        : new DnsAddresses(IpAddress.bare(server), DNS_PORT);
  }

  @Override
  public List<InetAddress> of(String name) throws UnknownHostException {
    List<InetAddress> found = new ArrayList<>();
    try {
      SimpleResolver resolver =
          new SimpleResolver(new InetSocketAddress(InetAddress.getByName(host), port));
      resolver.setTimeout(TIMEOUT);
      for (int type : new int[] {Type.A, Type.AAAA}) {
        Record question = Record.newRecord(Name.fromString(name, Name.root), type, DClass.IN);
        for (Record answer : resolver.send(Message.newQuery(question)).getSection(Section.ANSWER)) {
          switch (answer) {
            case ARecord v4 -> found.add(v4.getAddress());
            case AAAARecord v6 -> found.add(v6.getAddress());
            default -> {
              // A name that leads to another comes with that one's addresses.
            }
          }
        }
      }
    } catch (IOException e) {
      throw unknown(name, e);
    }
    if (found.isEmpty()) {
      throw new UnknownHostException(name);
    }
    return found;
  }

  private static UnknownHostException unknown(String name, IOException cause) {
    UnknownHostException unknown = new UnknownHostException(name);
    unknown.initCause(cause);
    return unknown;
  }
}
