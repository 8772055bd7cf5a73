package steading.cli;

import steading.cli.view.DoneText;
import steading.daemon.Requests;

/** Stop an app; its data stays. */
final class StopCommand extends Command {
  private final Parameter app = required("NAME", "The app.");

  StopCommand() {
    super("stop", "Stop an app; its data stays.");
    examples("stead stop tickets");
  }

  @Override
  int run(Session session) {
    return session.ask(new Requests.Stop(app.required()), new DoneText());
  }
}
