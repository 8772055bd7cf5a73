package steading.cli;

import steading.cli.view.DoneText;
import steading.daemon.Requests;

/** Takes a plugin away. */
final class PluginRemoveCommand extends Command {
  private final Parameter app = required("NAME", "The app.");
  private final Parameter plugin = required("PACKAGE", "The package; stead plugin ls lists them.");
  private final Parameter noApply =
      flag("Only write it down; apply does the rest later.", "--no-apply");

  PluginRemoveCommand() {
    super("plugin remove", "Take a plugin out of an app; what it stored stays.");
    examples("stead plugin remove tickets pretix-pages");
  }

  @Override
  int run(Session session) {
    return session.ask(
        new Requests.PluginRemove(app.required(), plugin.required(), !noApply.on()),
        new DoneText());
  }
}
