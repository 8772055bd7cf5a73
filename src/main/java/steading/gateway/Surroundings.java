package steading.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import steading.app.GatewaySettings;
import steading.app.Home;
import steading.engine.Engine;
import steading.plan.Labels;

/** What the gateway must know of where it stands: its ports, and who is in front of it. */
final class Surroundings {
  private final Home home;
  private final Engine engine;

  Surroundings(Home home, Engine engine) {
    this.home = home;
    this.engine = engine;
  }

  /** Whether the gateway's own network must be there before its configuration can be written. */
  boolean needsNetwork() {
    GatewaySettings.Behind behind = home.front().behind();
    return behind != null && behind.from().contains(GatewaySettings.MACHINE);
  }

  HaproxyConfig.Ports ports() {
    GatewaySettings settings = home.front();
    List<String> fronts = new ArrayList<>();
    GatewaySettings.Behind behind = settings.behind();
    for (String word : behind == null ? List.<String>of() : behind.from()) {
      if (word.equals(GatewaySettings.MACHINE)) {
        // What runs on this machine reaches published ports from the network's own address.
        engine.networks(Map.of(Labels.HOME, home.id())).stream()
            .filter(network -> network.name().equals(GatewaySpec.network(home)))
            .forEach(network -> fronts.addAll(network.gateways()));
      } else {
        fronts.add(word);
      }
    }
    return new HaproxyConfig.Ports(home.httpPort(), home.browserPort(), settings, fronts);
  }
}
