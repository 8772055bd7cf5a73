package steading.cli;

import steading.cli.view.CertificateTable;
import steading.daemon.Requests;
import steading.problem.Problem;

/** Hand over a certificate of your own. */
final class CertsAddCommand extends Command {
  private final Parameter target = required("NAME|HOST", "An app, or a host.");
  private final Parameter certificate =
      option("FILE", "The certificate and those that vouch for it, as PEM.", "--cert");
  private final Parameter key = option("FILE", "Its private key, as PEM.", "--key");

  CertsAddCommand() {
    super("certs add", "Hand over a certificate of your own.");
    examples("stead certs add tickets --cert fullchain.pem --key privkey.pem");
  }

  @Override
  int run(Session session) {
    return session.ask(
        new Requests.CertsAdd(
            target.required(),
            GivenFile.text(needed(certificate, "--cert")),
            GivenFile.text(needed(key, "--key"))),
        new CertificateTable());
  }

  private static String needed(Parameter option, String name) {
    String file = option.text();
    if (file == null) {
      throw Problem.usage(
              "usage", "stead certs add needs " + name + " FILE", "see stead certs add --help")
          .raise();
    }
    return file;
  }
}
