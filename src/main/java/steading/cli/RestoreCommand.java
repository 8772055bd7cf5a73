package steading.cli;

import steading.cli.view.DoneText;
import steading.daemon.Requests;

/** Bring back an app that was removed. */
final class RestoreCommand extends Command {
  private final Parameter app = required("NAME", "The app.");

  RestoreCommand() {
    super("restore", "Bring back an app that was removed.");
    examples("stead restore tickets");
  }

  @Override
  int run(Session session) {
    return session.ask(new Requests.Restore(app.required()), new DoneText());
  }
}
