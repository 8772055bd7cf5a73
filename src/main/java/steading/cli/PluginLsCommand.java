package steading.cli;

import steading.cli.view.PluginTable;
import steading.daemon.Requests;

/** Lists an app's plugins. */
final class PluginLsCommand extends Command {
  private final Parameter app = required("NAME", "The app.");

  PluginLsCommand() {
    super("plugin ls", "List the plugins of an app.");
  }

  @Override
  int run(Session session) {
    return session.ask(new Requests.PluginLs(app.required()), new PluginTable());
  }
}
