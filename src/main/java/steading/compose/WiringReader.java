package steading.compose;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import steading.compose.phase.Forms;
import steading.compose.yaml.Fields;
import steading.compose.yaml.Node;
import steading.compose.yaml.Scalars;

/** Reads networks, ports and names. */
final class WiringReader {
  private static final int MAX_PORTS = 1000;

  private final Reading reading;
  private final Fields fields;

  WiringReader(Reading reading, Fields fields) {
    this.reading = reading;
    this.fields = fields;
  }

  Wiring read() {
    Map<String, Wiring.Attachment> networks = networks();
    ownAddress(networks);
    ownName(networks);
    return new Wiring(
        networks,
        ports(),
        expose(),
        fields.text("hostname"),
        fields.text("network_mode"),
        hosts(),
        fields.texts("dns"),
        fields.texts("dns_search"),
        new Wiring.Names(
            fields.text("domainname"),
            reading.listed(fields, "dns_opt"),
            links("links"),
            links("external_links")));
  }

  /** Other services may know the container by the name that Compose would have given it. */
  private void ownName(Map<String, Wiring.Attachment> networks) {
    String name = fields.text("container_name");
    if (name == null) {
      return;
    }
    reading
        .warnings()
        .at(
            fields.place("container_name"),
            "compose.container-name",
            "the container is named after app and service; "
                + Scalars.shown(name)
                + " is what other services may call it",
            "reach it with stead exec and stead logs, by app and service");
    networks.replaceAll((_, attachment) -> attachment.alsoCalled(name));
  }

  /** {@code mac_address} of the service is the one in its first network. */
  private void ownAddress(Map<String, Wiring.Attachment> networks) {
    String mac = fields.text("mac_address");
    if (mac == null) {
      return;
    }
    mac(fields, mac);
    if (networks.isEmpty()) {
      reading.withoutEffect(fields, "the container has no network of its own", "mac_address");
      return;
    }
    String first =
        networks.entrySet().stream()
            .max(Comparator.comparingInt(entry -> entry.getValue().priority()))
            .map(Map.Entry::getKey)
            .orElseThrow();
    networks.computeIfPresent(
        first,
        (_, attachment) ->
            new Wiring.Attachment(
                attachment.aliases(),
                attachment.ipv4(),
                attachment.ipv6(),
                attachment.priority(),
                attachment
                    .endpoint()
                    .withMac(Objects.requireNonNullElse(attachment.endpoint().mac(), mac))));
  }

  private static void mac(Fields from, String mac) {
    if (!mac.matches("[0-9a-fA-F]{2}([:-][0-9a-fA-F]{2}){5}")) {
      from.problem(
          "mac_address", "compose.address", "this is no MAC address", "write 02:42:ac:11:65:43");
    }
  }

  private List<Wiring.Link> links(String key) {
    List<Wiring.Link> links = new ArrayList<>();
    for (String text : fields.texts(key)) {
      String[] parts = text.split(":", -1);
      if (parts.length > 2 || parts[0].isEmpty() || parts[parts.length - 1].isEmpty()) {
        fields.problem(
            key,
            "compose.link",
            "\"" + Scalars.shown(text) + "\" is no link",
            "write NAME or NAME:ALIAS");
        continue;
      }
      links.add(new Wiring.Link(parts[0], parts[parts.length - 1]));
    }
    return links;
  }

  private Map<String, Wiring.Attachment> networks() {
    Map<String, Wiring.Attachment> networks = new LinkedHashMap<>();
    fields.entries("networks").forEach((name, entry) -> networks.put(name, attachment(entry)));
    boolean mode = fields.has("network_mode");
    if (mode && !networks.isEmpty()) {
      fields.problem(
          "network_mode",
          "compose.conflict",
          "network_mode and networks exclude each other",
          "keep one of them");
    }
    if (!mode && networks.isEmpty()) {
      networks.put("default", Wiring.Attachment.PLAIN);
    }
    return networks;
  }

  private Wiring.Attachment attachment(Node.Entry entry) {
    if (Forms.isNothing(entry.value())) {
      return Wiring.Attachment.PLAIN;
    }
    Fields network = Fields.of(entry.value(), reading.problems());
    Wiring.Attachment attachment =
        new Wiring.Attachment(
            network.texts("aliases"),
            network.text("ipv4_address"),
            network.text("ipv6_address"),
            network.integer("priority", 0),
            endpoint(network));
    network.done();
    return attachment;
  }

  private Wiring.Endpoint endpoint(Fields network) {
    String mac = network.text("mac_address");
    if (mac != null) {
      mac(network, mac);
    }
    return new Wiring.Endpoint(
        network.texts("link_local_ips"),
        mac,
        reading.pairs(network, "driver_opts"),
        network.integer("gw_priority", 0),
        network.text("interface_name"));
  }

  private List<Wiring.Port> ports() {
    List<Node> items = fields.list("ports");
    if (items.size() > MAX_PORTS) {
      fields.problem(
          "ports", "compose.port", "more than " + MAX_PORTS + " ports", "publish fewer ports");
      return List.of();
    }
    List<Wiring.Port> ports = new ArrayList<>();
    for (Node item : items) {
      Fields port = Fields.of(item, reading.problems());
      port.required("target");
      String protocol = port.text("protocol", "tcp");
      ServiceReader.isOneOf(port, "protocol", protocol, List.of("tcp", "udp", "sctp"));
      ServiceReader.isOneOf(port, "mode", port.text("mode"), List.of("ingress", "host"));
      port.allow("name", "app_protocol");
      Integer target = number(port, "target", port.text("target", ""));
      String[] published = port.text("published", "").split("-", 2);
      Integer first = number(port, "published", published[0]);
      Integer last = published.length < 2 ? null : number(port, "published", published[1]);
      if (first != null && last != null && last < first) {
        port.problem("published", "compose.port", "the range ends before it begins", "swap them");
      }
      ports.add(
          new Wiring.Port(
              port.text("host_ip"),
              first,
              Objects.equals(first, last) ? null : last,
              target == null ? 1 : target,
              protocol));
      port.done();
    }
    return ports;
  }

  private static @Nullable Integer number(Fields port, String key, String text) {
    if (text.isEmpty()) {
      return null;
    }
    Long number = Scalars.integer(text);
    if (number == null) {
      return port.integer(key);
    }
    if (number < 1 || number > 65_535) {
      port.problem(key, "compose.port", "a port is 1 to 65535", "write a number in this range");
    }
    return number.intValue();
  }

  private List<String> expose() {
    List<String> ports = fields.texts("expose");
    for (String port : ports) {
      if (!port.matches("\\d{1,5}(-\\d{1,5})?(/(tcp|udp|sctp))?")) {
        fields.problem(
            "expose",
            "compose.port",
            "\"" + Scalars.shown(port) + "\" is no port",
            "write a port such as 8080 or 53/udp");
      }
    }
    return ports;
  }

  private List<String> hosts() {
    List<String> hosts = fields.texts("extra_hosts");
    for (String host : hosts) {
      int colon = host.indexOf(':');
      if (colon < 1 || colon == host.length() - 1) {
        fields.problem(
            "extra_hosts",
            "compose.host",
            "\"" + Scalars.shown(host) + "\" is no host",
            "write NAME=ADDRESS");
      }
    }
    return hosts;
  }
}
