package steading.cli;

import steading.cli.view.BackupText;
import steading.daemon.Requests;

/** Make a capsule of an app. */
final class BackupCommand extends Command {
  private final Parameter app = required("NAME", "The app.");
  private final Parameter repository =
      option("REPOSITORY", "Where to (default: the first of stead repo ls).", "--to");

  BackupCommand() {
    super("backup", "Make a capsule of an app: all that it is made of.");
    examples("stead backup tickets", "stead backup tickets --to nas");
  }

  @Override
  int run(Session session) {
    return session.ask(new Requests.Backup(app.required(), repository.text()), new BackupText());
  }
}
