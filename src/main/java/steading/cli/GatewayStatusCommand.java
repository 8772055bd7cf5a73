package steading.cli;

import steading.cli.view.GatewayTable;
import steading.daemon.Requests;

/** Show what the gateway serves, and how well. */
final class GatewayStatusCommand extends Command {

  GatewayStatusCommand() {
    super("gateway status", "Show what the gateway serves, and how well.");
    examples("stead gateway status", "stead gateway status --json");
  }

  @Override
  int run(Session session) {
    return session.ask(new Requests.GatewayStatus(), new GatewayTable());
  }
}
