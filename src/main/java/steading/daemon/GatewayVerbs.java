package steading.daemon;

import java.util.List;
import java.util.Map;
import steading.gateway.FrontExport;
import steading.gateway.Gateway;

/** The gateway, for people who look after it. */
final class GatewayVerbs {
  private final Steading steading;
  private final Gateway gateway;

  GatewayVerbs(Steading steading, Gateway gateway) {
    this.steading = steading;
    this.gateway = gateway;
  }

  List<Verb<?>> list() {
    return List.of(
        new Verb<>("gateway-status", Requests.GatewayStatus.class, (r, c) -> gateway.status()),
        new Verb<>(
            "gateway-export",
            Requests.GatewayExport.class,
            (r, c) ->
                Map.of(
                    "kind",
                    r.kind(),
                    "configuration",
                    FrontExport.of(r.kind(), steading.home(), gateway.table()))));
  }
}
