package steading.cli;

import steading.cli.view.DoneText;
import steading.daemon.Requests;

/** Make everything as app.yaml wants it. */
final class ApplyCommand extends Command {
  private final Parameter app = optional("NAME", "The app; every app when left out.");

  ApplyCommand() {
    super("apply", "Make everything as app.yaml wants it.");
    examples("stead apply tickets");
  }

  @Override
  int run(Session session) {
    return session.ask(new Requests.Apply(app.text()), new DoneText());
  }
}
