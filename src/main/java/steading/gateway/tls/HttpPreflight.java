package steading.gateway.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * For http-01: asks DNS for the host's addresses and each of them for the answer to a question of
 * our own, as the authority will.
 *
 * <p>An address that is not this machine's and cannot be reached from here proves nothing: many
 * routers do not lead back who calls them from inside. One that answers something else does.
 */
final class HttpPreflight implements Preflight {
  private static final int MOST_OF_AN_ANSWER = 4096;
  private static final int TOKEN_BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Addresses addresses;
  private final Supplier<? extends Collection<InetAddress>> own;
  private final int port;
  private final String thumbprint;
  private final Duration limit;

  HttpPreflight(
      Addresses addresses,
      Supplier<? extends Collection<InetAddress>> own,
      int port,
      String thumbprint,
      Duration limit) {
    this.addresses = addresses;
    this.own = own;
    this.port = port;
    this.thumbprint = thumbprint;
    this.limit = limit;
  }

  /** What DNS says about a host. */
  interface Addresses {
    List<InetAddress> of(String host) throws UnknownHostException;

    /** As this machine itself asks. */
    static Addresses system() {
      return host -> List.of(InetAddress.getAllByName(host));
    }
  }

  @Override
  public Optional<String> trouble(String name) {
    List<InetAddress> found;
    try {
      found = addresses.of(name);
    } catch (UnknownHostException e) {
      return Optional.of(
          name + " is not known to DNS: set an A or AAAA record that leads to this machine");
    }
    List<String> troubles = new ArrayList<>();
    for (InetAddress address : found) {
      look(name, address).ifPresent(troubles::add);
    }
    return troubles.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", troubles));
  }

  private Optional<String> look(String host, InetAddress address) {
    byte[] random = new byte[TOKEN_BYTES];
    RANDOM.nextBytes(random);
    String token = "preflight-" + HexFormat.of().formatHex(random);
    String where = "port " + port + " of " + address.getHostAddress();
    boolean here = address.isLoopbackAddress() || own.get().contains(address);
    try {
      String answer = ask(host, address, "/.well-known/acme-challenge/" + token);
      if (answer.startsWith("HTTP/1.1 200 ") && answer.contains(token + "." + thumbprint)) {
        return Optional.empty();
      }
      String said = answer.lines().findFirst().orElse("nothing");
      return Optional.of(
          host
              + " leads to "
              + where
              + ", where something else than this gateway answers ("
              + said
              + "): let DNS lead to this machine, and free port 80 there or forward it here");
    } catch (IOException e) {
      return here
          ? Optional.of(
              where
                  + " does not answer ("
                  + e.getMessage()
                  + "), though authorities look there: let the gateway have that port, or choose"
                  + " dns-01")
          : Optional.empty();
    }
  }

  private String ask(String host, InetAddress address, String path) throws IOException {
    int millis = (int) limit.toMillis();
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), millis);
      socket.setSoTimeout(millis);
      OutputStream out = socket.getOutputStream();
      String request =
          "GET "
              + path
              + " HTTP/1.1\r\nHost: "
              + host
              + "\r\nUser-Agent: steading\r\nConnection: close\r\n\r\n";
      out.write(request.getBytes(StandardCharsets.US_ASCII));
      out.flush();
      InputStream in = socket.getInputStream();
      return new String(in.readNBytes(MOST_OF_AN_ANSWER), StandardCharsets.ISO_8859_1);
    }
  }
}
