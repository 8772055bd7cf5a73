package steading.cli;

import steading.cli.view.DoneText;
import steading.daemon.Requests;

/** Start an app that was stopped. */
final class StartCommand extends Command {
  private final Parameter app = required("NAME", "The app.");

  StartCommand() {
    super("start", "Start an app that was stopped.");
    examples("stead start tickets");
  }

  @Override
  int run(Session session) {
    return session.ask(new Requests.Start(app.required()), new DoneText());
  }
}
