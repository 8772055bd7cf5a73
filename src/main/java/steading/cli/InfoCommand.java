package steading.cli;

import steading.cli.view.AppDetail;
import steading.daemon.Requests;

/** Show everything about one app. */
final class InfoCommand extends Command {
  private final Parameter app = required("NAME", "The app.");
  private final Parameter secrets = flag("Show passwords and keys as well.", "--secrets");

  InfoCommand() {
    super("info", "Show everything about one app.");
    examples("stead info tickets", "stead info tickets --secrets --json");
  }

  @Override
  int run(Session session) {
    return session.ask(new Requests.Info(app.required(), secrets.on()), new AppDetail());
  }
}
