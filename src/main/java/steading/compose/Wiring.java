package steading.compose;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a container is reached and what it reaches. Networks are keyed by the project's own names.
 */
public record Wiring(
    Map<String, Attachment> networks,
    List<Port> ports,
    List<String> expose,
    @Nullable String hostname,
    @Nullable String networkMode,
    List<String> extraHosts,
    List<String> dns,
    List<String> dnsSearch) {

  public static final Wiring DEFAULT =
      new Wiring(Map.of(), List.of(), List.of(), null, null, List.of(), List.of(), List.of());

  public Wiring {
    networks = Project.ordered(networks);
    ports = List.copyOf(ports);
    expose = List.copyOf(expose);
    extraHosts = List.copyOf(extraHosts);
    dns = List.copyOf(dns);
    dnsSearch = List.copyOf(dnsSearch);
  }

  public record Attachment(List<String> aliases, @Nullable String ipv4, @Nullable String ipv6) {
    public Attachment {
      aliases = List.copyOf(aliases);
    }
  }

  /** A published port; {@code published} is null when the Engine chooses one. */
  public record Port(
      @Nullable String hostIp, @Nullable Integer published, int target, String protocol) {}
}
