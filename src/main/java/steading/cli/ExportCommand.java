package steading.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import steading.cli.view.ExportedText;
import steading.daemon.Requests;

/** Put an app into one encrypted file. */
final class ExportCommand extends Command {
  private final Parameter app = required("NAME", "The app.");
  private final Parameter file = required("FILE", "Where to; it must not be there yet.");
  private final Parameter passwordFile =
      option("FILE", "The password to lock it with (default: one is made up).", "--password-file");

  ExportCommand() {
    super("export", "Put an app into one encrypted file, images included.");
    examples("stead export tickets /media/stick/tickets.stead");
  }

  @Override
  int run(Session session) {
    return session.ask(
        new Requests.Export(
            app.required(),
            Path.of(file.required()).toAbsolutePath().normalize().toString(),
            password(passwordFile, session)),
        new ExportedText());
  }

  static @Nullable String password(Parameter option, Session session) {
    return option.text() == null
        ? null
        : CredentialFile.text(option.required(), session.terminal()).strip();
  }
}
