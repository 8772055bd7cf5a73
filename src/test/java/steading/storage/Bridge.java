package steading.storage;

import java.net.InetAddress;
import java.net.UnknownHostException;
import steading.engine.TestEngine;

/** The network of containers that ask for none: where they and this machine find one another. */
final class Bridge {
  private Bridge() {}

  /** Of this machine, as containers see it. */
  static InetAddress address() {
    String gateway =
        TestEngine.inspect("networks", "bridge")
            .path("IPAM")
            .path("Config")
            .path(0)
            .path("Gateway")
            .asText();
    try {
      return InetAddress.getByName(gateway.isEmpty() ? "172.17.0.1" : gateway);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  /** Of a running container, as this machine and other containers see it. */
  static InetAddress address(String container) {
    try {
      return InetAddress.getByName(
          TestEngine.inspect("containers", container)
              .path("NetworkSettings")
              .path("Networks")
              .path("bridge")
              .path("IPAddress")
              .asText());
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}
