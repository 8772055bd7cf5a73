package steading.cli;

import steading.cli.view.CertificateTable;
import steading.daemon.Requests;

/** Ask the authority for a new certificate now. */
final class CertsRenewCommand extends Command {
  private final Parameter host =
      optional("HOST", "The host (default: all that an authority is asked for).");

  CertsRenewCommand() {
    super("certs renew", "Ask the authority for a new certificate now.");
  }

  @Override
  int run(Session session) {
    return session.ask(new Requests.CertsRenew(host.text()), new CertificateTable());
  }
}
