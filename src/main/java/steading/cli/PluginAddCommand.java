package steading.cli;

import steading.cli.view.DoneText;
import steading.daemon.Requests;

/** Extends an app by a package. */
final class PluginAddCommand extends Command {
  private final Parameter app = required("NAME", "The app.");
  private final Parameter plugin =
      required("PACKAGE", "The package, newest, or as PACKAGE==VERSION.");
  private final Parameter noApply =
      flag("Only write it down; apply does the rest later.", "--no-apply");

  PluginAddCommand() {
    super("plugin add", "Build a plugin into an app, or change its version.");
    examples(
        "stead plugin add tickets pretix-pages", "stead plugin add tickets pretix-pages==1.6.0");
  }

  @Override
  int run(Session session) {
    return session.ask(
        new Requests.PluginAdd(app.required(), plugin.required(), !noApply.on()), new DoneText());
  }
}
