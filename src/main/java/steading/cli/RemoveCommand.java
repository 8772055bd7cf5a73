package steading.cli;

import steading.cli.view.DoneText;
import steading.daemon.Requests;

/** Remove an app; restore brings it back for 30 days. */
final class RemoveCommand extends Command {
  private final Parameter app = required("NAME", "The app.");
  private final Parameter purge = flag("Delete its data for good, now.", "--purge");

  private final Parameter noBackup =
      flag("Make no last capsule; its volumes are kept all the same.", "--no-backup");

  RemoveCommand() {
    super("remove", "Remove an app; restore brings it back for 30 days.");
    examples("stead remove tickets", "stead remove tickets --purge --yes");
  }

  @Override
  int run(Session session) {
    return session.ask(
        new Requests.Remove(app.required(), purge.on(), !noBackup.on()), new DoneText());
  }
}
