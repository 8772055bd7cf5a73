package steading.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import steading.compose.Lifecycle;
import steading.compose.Network;
import steading.compose.Project;
import steading.compose.Service;
import steading.compose.Wiring;

/**
 * Something that a Compose file asks for and that this Engine is too old for.
 *
 * @param path where it stands, such as {@code services.web.healthcheck}
 * @param key the Compose key
 * @param since the first Engine that can do it
 * @param grave whether going without it would do something else than what is written
 */
public record Shortfall(String path, String key, int since, boolean grave) {

  /** What the active services of a project, and its networks, ask for in vain. */
  static List<Shortfall> of(Project project, ApiVersion version) {
    Finder finder = new Finder(version);
    project.services().values().forEach(finder::service);
    project.networks().values().forEach(finder::network);
    return List.copyOf(finder.found);
  }

  private static final class Finder {
    private final ApiVersion version;
    private final List<Shortfall> found = new ArrayList<>();

    Finder(ApiVersion version) {
      this.version = version;
    }

    /**
     * @param minor of API 1.x
     */
    private void need(boolean asked, int minor, int since, String path, String key, boolean grave) {
      if (asked && !version.atLeast(1, minor)) {
        found.add(new Shortfall(path, key, since, grave));
      }
    }

    void service(Service service) {
      String path = "services." + service.name() + ".";
      Lifecycle.Healthcheck check = service.lifecycle().healthcheck();
      boolean early = check != null && check.startInterval() != null;
      need(early, 44, 25, path + "healthcheck.start_interval", "start_interval", false);
      boolean annotated = !service.supply().annotations().isEmpty();
      need(annotated, 43, 24, path + "annotations", "annotations", false);
      boolean below =
          service.storage().mounts().stream().anyMatch(mount -> mount.subpath() != null);
      need(below, 45, 26, path + "volumes", "subpath", true);
      boolean first = true;
      for (Map.Entry<String, Wiring.Attachment> entry : service.wiring().attachments().entrySet()) {
        String place = path + "networks." + entry.getKey();
        Wiring.Endpoint endpoint = entry.getValue().endpoint();
        // Of older ones only the container as a whole could be given an address.
        need(!first && endpoint.mac() != null, 44, 25, place, "mac_address", false);
        need(endpoint.gatewayPriority() != 0, 48, 28, place, "gw_priority", false);
        need(endpoint.interfaceName() != null, 49, 28, place, "interface_name", false);
        first = false;
      }
    }

    void network(Network network) {
      String path = "networks." + network.name() + ".enable_ipv4";
      need(!network.addressing().ipv4(), 48, 28, path, "enable_ipv4", true);
    }
  }
}
