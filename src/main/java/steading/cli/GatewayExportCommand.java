package steading.cli;

import steading.cli.view.View;
import steading.daemon.Requests;

/** Print a configuration for the web server in front of the gateway. */
final class GatewayExportCommand extends Command {
  private final Parameter kind = required("nginx|haproxy|apache", "The web server in front.");

  GatewayExportCommand() {
    super("gateway export", "Print a configuration for a web server in front.");
    examples("stead gateway export nginx > /etc/nginx/conf.d/steading.conf");
  }

  @Override
  int run(Session session) {
    View view = (answer, page) -> answer.path("configuration").asText().lines().forEach(page::line);
    return session.ask(new Requests.GatewayExport(kind.required()), view);
  }
}
