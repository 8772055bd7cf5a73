package steading.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import steading.cli.view.DoneText;
import steading.daemon.Requests;
import steading.problem.Problem;

/** Make an app of a file that another Steading wrote. */
final class ImportCommand extends Command {
  private final Parameter file = required("FILE", "What stead export wrote.");
  private final Parameter app = optional("NAME", "What to call it (default: as it was).");
  private final Parameter hosts =
      options("HOST", "Its address here (default: as it was); several with commas.", "--host");
  private final Parameter grants =
      options("CONSTRUCT=VALUE", "What it may use of this machine; may be repeated.", "--grant");
  private final Parameter passwordFile =
      option("FILE", "The password (default: it is asked for).", "--password-file");

  ImportCommand() {
    super("import", "Make an app of a file that stead export wrote.");
    examples(
        "stead import tickets.stead",
        "stead import tickets.stead trial --host trial.example.org --password-file ./password");
  }

  @Override
  int run(Session session) {
    String given = ExportCommand.password(passwordFile, session);
    String password = given == null ? asked(session) : given;
    if (password == null || password.isEmpty()) {
      throw Problem.usage(
              "usage", "stead import needs the file's password", "give --password-file FILE")
          .raise();
    }
    return session.ask(
        new Requests.Import(
            Path.of(file.required()).toAbsolutePath().normalize().toString(),
            password,
            app.text(),
            InstallCommand.hosts(hosts.all()),
            grants.all()),
        new DoneText());
  }

  private static @Nullable String asked(Session session) {
    return session.terminal().canAsk() ? CredentialFile.typed("Password") : null;
  }
}
