package steading.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import steading.compose.Wiring;

/** The ports a container opens, and those it publishes on the host. */
record Ports(ObjectNode exposed, ObjectNode bindings) {
  static Ports of(Wiring wiring) {
    Ports ports = new Ports(Json.object(), Json.object());
    wiring.expose().forEach(ports::expose);
    wiring.ports().forEach(ports::publish);
    return ports;
  }

  private void publish(Wiring.Port port) {
    String key = port.target() + "/" + port.protocol();
    exposed.putObject(key);
    String hostIp = port.hostIp();
    bindings
        .withArray("/" + key.replace("/", "~1"))
        .addObject()
        .put("HostIp", hostIp == null ? "" : hostIp)
        .put("HostPort", port.publishedText());
  }

  /** As Compose writes them: {@code 80}, {@code 53/udp}, {@code 3000-3005}. */
  private void expose(String written) {
    String[] parts = written.split("/", 2);
    String protocol = parts.length > 1 ? parts[1] : "tcp";
    String[] range = parts[0].split("-", 2);
    try {
      int last = Integer.parseInt(range[range.length - 1].strip());
      for (int port = Integer.parseInt(range[0].strip()); port <= last; port++) {
        exposed.putObject(port + "/" + protocol);
      }
    } catch (NumberFormatException e) {
      throw new EngineException(
          EngineException.Reason.BAD_REQUEST, "\"" + written + "\" is no port to expose", e);
    }
  }
}
