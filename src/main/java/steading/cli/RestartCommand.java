package steading.cli;

import steading.cli.view.DoneText;
import steading.daemon.Requests;

/** Restart an app, or one service of it. */
final class RestartCommand extends Command {
  private final Parameter app = required("NAME", "The app.");
  private final Parameter service = optional("SERVICE", "Only this service.");

  RestartCommand() {
    super("restart", "Restart an app, or one service of it.");
    examples("stead restart tickets worker");
  }

  @Override
  int run(Session session) {
    return session.ask(new Requests.Restart(app.required(), service.text()), new DoneText());
  }
}
