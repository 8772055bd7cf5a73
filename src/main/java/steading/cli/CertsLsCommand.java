package steading.cli;

import steading.cli.view.CertificateTable;
import steading.daemon.Requests;

/** List the hosts and their certificates. */
final class CertsLsCommand extends Command {

  CertsLsCommand() {
    super("certs ls", "List the hosts and their certificates.");
  }

  @Override
  int run(Session session) {
    return session.ask(new Requests.CertsLs(), new CertificateTable());
  }
}
