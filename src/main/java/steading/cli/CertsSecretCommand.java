package steading.cli;

import steading.cli.view.SecretText;
import steading.daemon.Requests;

/** Hand over a secret that an authority or a DNS server wants. */
final class CertsSecretCommand extends Command {
  private final Parameter kind =
      required("eab|dns", "Of the authority's account, or of the key that writes records.");
  private final Parameter file =
      option("FILE", "Where it stands (default: standard input).", "--file");

  CertsSecretCommand() {
    super("certs secret", "Hand over a secret that an authority or a DNS server wants.");
    examples("stead certs secret dns --file tsig.key");
  }

  @Override
  int run(Session session) {
    String value = file.text() == null ? GivenFile.standardInput() : GivenFile.text(file.text());
    return session.ask(new Requests.CertsSecret(kind.required(), value), new SecretText());
  }
}
