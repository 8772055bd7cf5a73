package steading.compose;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
    List<String> dnsSearch,
    Names names) {

  public static final Wiring DEFAULT =
      new Wiring(Map.of(), List.of(), List.of(), null, null, List.of(), List.of(), List.of());

  /** Without further names. */
  public Wiring(
      Map<String, Attachment> networks,
      List<Port> ports,
      List<String> expose,
      @Nullable String hostname,
      @Nullable String networkMode,
      List<String> extraHosts,
      List<String> dns,
      List<String> dnsSearch) {
    this(networks, ports, expose, hostname, networkMode, extraHosts, dns, dnsSearch, Names.NONE);
  }

  public Wiring {
    networks = Project.ordered(networks);
    ports = List.copyOf(ports);
    expose = List.copyOf(expose);
    extraHosts = List.copyOf(extraHosts);
    dns = List.copyOf(dns);
    dnsSearch = List.copyOf(dnsSearch);
  }

  /** The networks in the order in which they are attached. */
  public Map<String, Attachment> attachments() {
    Map<String, Attachment> ordered = new LinkedHashMap<>();
    networks.entrySet().stream()
        .sorted(Comparator.comparingInt(entry -> -entry.getValue().priority()))
        .forEach(entry -> ordered.put(entry.getKey(), entry.getValue()));
    return ordered;
  }

  public Wiring withPorts(List<Port> changed) {
    return new Wiring(
        networks, changed, expose, hostname, networkMode, extraHosts, dns, dnsSearch, names);
  }

  /** The wiring of a container that nobody shall find: nothing published, no name of its own. */
  public Wiring unlisted() {
    Names kept = new Names(names.domainname(), names.dnsOptions(), List.of(), List.of());
    return new Wiring(
        networks, List.of(), List.of(), null, networkMode, extraHosts, dns, dnsSearch, kept);
  }

  /**
   * @param priority the network with the highest one is the first to be attached
   */
  public record Attachment(
      List<String> aliases,
      @Nullable String ipv4,
      @Nullable String ipv6,
      int priority,
      Endpoint endpoint) {
    public static final Attachment PLAIN = new Attachment(List.of(), null, null);

    public Attachment(List<String> aliases, @Nullable String ipv4, @Nullable String ipv6) {
      this(aliases, ipv4, ipv6, 0, Endpoint.PLAIN);
    }

    public Attachment {
      aliases = List.copyOf(aliases);
    }

    Attachment alsoCalled(String name) {
      List<String> all = Stream.concat(aliases.stream(), Stream.of(name)).distinct().toList();
      return new Attachment(all, ipv4, ipv6, priority, endpoint);
    }
  }

  /**
   * A container's place in a network, in what few need to choose.
   *
   * @param gatewayPriority the network with the highest one leads to the world; 0 when not set
   */
  public record Endpoint(
      List<String> linkLocalIps,
      @Nullable String mac,
      Map<String, String> driverOpts,
      int gatewayPriority,
      @Nullable String interfaceName) {
    public static final Endpoint PLAIN = new Endpoint(List.of(), null, Map.of(), 0, null);

    public Endpoint {
      linkLocalIps = List.copyOf(linkLocalIps);
      driverOpts = Project.ordered(driverOpts);
    }

    Endpoint withMac(@Nullable String address) {
      return new Endpoint(linkLocalIps, address, driverOpts, gatewayPriority, interfaceName);
    }
  }

  /**
   * Rarely used names.
   *
   * @param links other services of the project by further names
   * @param externalLinks containers that are no part of the project
   */
  public record Names(
      @Nullable String domainname,
      List<String> dnsOptions,
      List<Link> links,
      List<Link> externalLinks) {
    public static final Names NONE = new Names(null, List.of(), List.of(), List.of());

    public Names {
      dnsOptions = List.copyOf(dnsOptions);
      links = List.copyOf(links);
      externalLinks = List.copyOf(externalLinks);
    }
  }

  /** {@code name} is reached as {@code alias}, too. */
  public record Link(String name, String alias) {}

  /**
   * A published port.
   *
   * @param published null when the Engine chooses one
   * @param publishedLast the end of the range of which the Engine chooses, or null
   */
  public record Port(
      @Nullable String hostIp,
      @Nullable Integer published,
      @Nullable Integer publishedLast,
      int target,
      String protocol) {
    public Port(@Nullable String hostIp, @Nullable Integer published, int target, String protocol) {
      this(hostIp, published, null, target, protocol);
    }

    /** As people write it: {@code 8080} or {@code 8080-8090}; empty when the Engine chooses. */
    public String publishedText() {
      String first = published == null ? "" : published.toString();
      return publishedLast == null ? first : first + "-" + publishedLast;
    }
  }
}
