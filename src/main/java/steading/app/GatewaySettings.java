package steading.app;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the gateway stands in the world: {@code gateway:} of steading.yaml.
 *
 * @param addresses of this machine on which it listens; all when empty
 * @param behind the web server in front of it; null when clients reach it themselves
 * @param accessLog whether every request is logged, and not only what went wrong
 */
public record GatewaySettings(
    List<String> addresses, @Nullable Behind behind, Limits limits, boolean accessLog) {
  public static final GatewaySettings USUAL = new GatewaySettings(List.of(), null, Limits.USUAL);

  /** In place of an address: whatever runs on this machine itself. */
  public static final String MACHINE = "host";

  public GatewaySettings {
    addresses = List.copyOf(addresses);
  }

  public GatewaySettings(List<String> addresses, @Nullable Behind behind, Limits limits) {
    this(addresses, behind, limits, false);
  }

  /**
   * @param from the front's addresses: what it says about clients is believed
   * @param proxyProtocol whether it says it with the PROXY protocol in place of headers
   * @param tls whether TLS ends at the gateway, and the front only passes it through
   * @param httpsPort the front's port that browsers see
   */
  public record Behind(List<String> from, boolean proxyProtocol, boolean tls, int httpsPort) {
    public Behind {
      from = List.copyOf(from);
    }
  }

  /**
   * What one client may do; 0 takes a limit away.
   *
   * @param connections open at once, from one address
   * @param connectionRate new ones a second, from one address
   * @param requestRate requests a second, from one address
   * @param headerTime how long a request's head may take
   * @param bodyTime how long the first 8 KiB of its body, or all of it, may take
   * @param url its longest address, in bytes
   * @param headers the most bytes of all its headers together
   * @param body the most bytes of its body
   */
  public record Limits(
      int connections,
      int connectionRate,
      int requestRate,
      Duration headerTime,
      Duration bodyTime,
      long url,
      long headers,
      long body) {
    public static final Limits USUAL =
        new Limits(
            1000,
            500,
            1000,
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            8 << 10,
            12 << 10,
            10L << 30);
  }

  /** Whether the apps are served without TLS, because the front has it. */
  public boolean plain() {
    return behind != null && !behind.tls();
  }
}
