package steading.cli;

import steading.cli.view.CertificateTable;
import steading.daemon.Requests;

/** Have a certificate revoked, and replaced with a new key. */
final class CertsRevokeCommand extends Command {
  private final Parameter host = required("HOST", "The host.");
  private final Parameter compromised = flag("Somebody else may have the key.", "--compromised");

  CertsRevokeCommand() {
    super("certs revoke", "Have a certificate revoked, and replaced with a new key.");
  }

  @Override
  int run(Session session) {
    return session.ask(
        new Requests.CertsRevoke(host.required(), compromised.on()), new CertificateTable());
  }
}
