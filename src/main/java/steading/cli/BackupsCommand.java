package steading.cli;

import steading.cli.view.BackupTable;
import steading.daemon.Requests;

/** List the capsules of an app. */
final class BackupsCommand extends Command {
  private final Parameter app = required("NAME", "The app.");

  BackupsCommand() {
    super("backups", "List the capsules of an app, and backups that failed.");
    examples("stead backups tickets", "stead backups tickets --json");
  }

  @Override
  int run(Session session) {
    return session.ask(new Requests.Backups(app.required()), new BackupTable());
  }
}
