package steading.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import steading.compose.Network;
import steading.compose.Wiring;
import steading.engine.EngineException.Reason;

/** Networks and who is on them. */
final class NetworkCalls {
  private final Wire wire;

  NetworkCalls(Wire wire) {
    this.wire = wire;
  }

  boolean exists(String name) {
    return inspect(name).isPresent();
  }

  List<Engine.NetworkSeen> list(Map<String, String> labels) {
    List<Engine.NetworkSeen> seen = new ArrayList<>();
    wire.ask(Call.get("/networks").filters(Json.labelFilter(labels)))
        .forEach(network -> seen.add(Seen.network(network)));
    return seen;
  }

  void create(String name, Network network, Map<String, String> labels) {
    ObjectNode body = Json.object().put("Name", name).put("CheckDuplicate", true);
    String driver = network.driver();
    body.put("Driver", driver == null ? "bridge" : driver);
    body.put("Internal", network.internal());
    body.put("Attachable", network.attachable());
    body.put("EnableIPv6", network.ipv6());
    body.set("Options", Json.object(network.driverOpts()));
    body.set("Labels", Json.object(labels));
    if (!network.addressing().ipv4() && wire.version().atLeast(1, 48)) {
      body.put("EnableIPv4", false);
    }
    ipam(body, network);
    try {
      wire.ask(Call.post("/networks/create").json(body));
    } catch (EngineException e) {
      // The only conflict that creating knows.
      throw e.reason() == Reason.CONFLICT ? new EngineException(Reason.NAME_TAKEN, e.text(), e) : e;
    }
  }

  private static void ipam(ObjectNode body, Network network) {
    Network.Addressing addressing = network.addressing();
    boolean usual = addressing.driver() == null && addressing.options().isEmpty();
    if (network.pools().isEmpty() && usual) {
      return;
    }
    ObjectNode ipam = body.putObject("IPAM");
    String driver = addressing.driver();
    ipam.put("Driver", driver == null ? "default" : driver);
    ipam.set("Options", Json.object(addressing.options()));
    ArrayNode pools = ipam.putArray("Config");
    network.pools().forEach(pool -> pools.add(pool(pool)));
  }

  void remove(String name) {
    try {
      Absent.asDone(() -> wire.ask(Call.delete("/networks/{}", name)));
    } catch (EngineException e) {
      // The Engine forbids (403) what is only in the way.
      throw e.reason() == Reason.DENIED ? new EngineException(Reason.CONFLICT, e.text(), e) : e;
    }
  }

  /** The Engine attaches what does not run yet to networks that are not there. */
  void require(String name) {
    if (!exists(name)) {
      throw new EngineException(Reason.NOT_FOUND, "there is no network " + name);
    }
  }

  void connect(String network, String container, ContainerSpec.Attach attach) {
    require(network);
    ObjectNode body = Json.object().put("Container", container);
    body.set("EndpointConfig", endpoint(attach, wire.version()));
    try {
      wire.ask(Call.post("/networks/{}/connect", network).json(body));
    } catch (EngineException e) {
      if (!connected(network, container)) {
        throw e;
      }
    }
  }

  void disconnect(String network, String container) {
    ObjectNode body = Json.object().put("Container", container).put("Force", true);
    try {
      wire.ask(Call.post("/networks/{}/disconnect", network).json(body));
    } catch (EngineException e) {
      if (e.reason() == Reason.UNREACHABLE || connected(network, container)) {
        throw e;
      }
    }
  }

  /** What a container says about its place in a network. */
  static ObjectNode endpoint(ContainerSpec.Attach attach, ApiVersion version) {
    ObjectNode endpoint = Json.object();
    endpoint.set("Aliases", Json.array(attach.aliases()));
    Wiring.Endpoint wanted = attach.endpoint();
    if (attach.ipv4() != null || attach.ipv6() != null || !wanted.linkLocalIps().isEmpty()) {
      ObjectNode fixed = endpoint.putObject("IPAMConfig");
      putUnlessNull(fixed, "IPv4Address", attach.ipv4());
      putUnlessNull(fixed, "IPv6Address", attach.ipv6());
      fixed.set("LinkLocalIPs", Json.array(wanted.linkLocalIps()));
    }
    if (!attach.links().isEmpty()) {
      endpoint.set("Links", Json.array(attach.links()));
    }
    Map<String, String> options = new LinkedHashMap<>(wanted.driverOpts());
    if (wanted.interfaceName() != null && version.atLeast(1, 49)) {
      options.put("com.docker.network.endpoint.ifname", wanted.interfaceName());
    }
    if (!options.isEmpty()) {
      endpoint.set("DriverOpts", Json.object(options));
    }
    if (version.atLeast(1, 44)) {
      putUnlessNull(endpoint, "MacAddress", wanted.mac());
    }
    if (wanted.gatewayPriority() != 0 && version.atLeast(1, 48)) {
      endpoint.put("GwPriority", wanted.gatewayPriority());
    }
    return endpoint;
  }

  /** Networks have no unique names, only ids: the Engine also answers to the start of an id. */
  private Optional<JsonNode> inspect(String name) {
    return Absent.asEmpty(() -> wire.ask(Call.get("/networks/{}", name)))
        .filter(found ->
            found.path("Name").asText().equals(name) || found.path("Id").asText().equals(name));
  }

  private boolean connected(String network, String container) {
    Optional<JsonNode> place = inspect(network);
    if (place.isEmpty()) {
      return false;
    }
    return Absent.asEmpty(() -> wire.ask(Call.get("/containers/{}/json", container)))
        .map(found -> found.path("NetworkSettings").path("Networks"))
        .map(attached -> attached.has(place.get().path("Name").asText()))
        .orElse(false);
  }

  private static ObjectNode pool(Network.Pool pool) {
    ObjectNode config = Json.object();
    putUnlessNull(config, "Subnet", pool.subnet());
    putUnlessNull(config, "Gateway", pool.gateway());
    putUnlessNull(config, "IPRange", pool.ipRange());
    if (!pool.reserved().isEmpty()) {
      config.set("AuxiliaryAddresses", Json.object(pool.reserved()));
    }
    return config;
  }

  private static void putUnlessNull(ObjectNode node, String key, @Nullable String value) {
    if (value != null) {
      node.put(key, value);
    }
  }
}
