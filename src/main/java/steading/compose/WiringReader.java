package steading.compose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
    return new Wiring(
        networks(),
        ports(),
        expose(),
        fields.text("hostname"),
        fields.text("network_mode"),
        hosts(),
        fields.texts("dns"),
        fields.texts("dns_search"));
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
      networks.put("default", new Wiring.Attachment(List.of(), null, null));
    }
    return networks;
  }

  private Wiring.Attachment attachment(Node.Entry entry) {
    if (Forms.isNothing(entry.value())) {
      return new Wiring.Attachment(List.of(), null, null);
    }
    Fields network = Fields.of(entry.value(), reading.problems());
    Wiring.Attachment attachment =
        new Wiring.Attachment(
            network.texts("aliases"), network.text("ipv4_address"), network.text("ipv6_address"));
    reading.unsupported(
        network,
        "driver_opts",
        "gw_priority",
        "interface_name",
        "link_local_ips",
        "mac_address",
        "priority");
    network.done();
    return attachment;
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
      Integer target = number(port, "target");
      ports.add(
          new Wiring.Port(
              port.text("host_ip"),
              number(port, "published"),
              target == null ? 1 : target,
              protocol));
      port.done();
    }
    return ports;
  }

  private @Nullable Integer number(Fields port, String key) {
    if (port.text(key, "").contains("-")) {
      port.problem(
          key, "compose.unsupported", "a range is not supported yet here", "write one port");
      return null;
    }
    Integer number = port.text(key, "").isEmpty() ? null : port.integer(key);
    if (number != null && (number < 1 || number > 65_535)) {
      port.problem(key, "compose.port", "a port is 1 to 65535", "write a number in this range");
    }
    return number;
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
