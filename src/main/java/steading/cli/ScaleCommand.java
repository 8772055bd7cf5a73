package steading.cli;

import steading.cli.view.DoneText;
import steading.daemon.Requests;

/** Change how many containers a service has. */
final class ScaleCommand extends Command {
  private final Parameter app = required("NAME", "The app.");
  private final Parameter services = rest("SERVICE=COUNT", "The service and how many.", 1);
  private final Parameter noApply =
      flag("Only write it down; apply does the rest later.", "--no-apply");

  ScaleCommand() {
    super("scale", "Change how many containers a service has.");
    examples("stead scale tickets web=2 worker=3");
  }

  @Override
  int run(Session session) {
    return session.ask(
        new Requests.Scale(app.required(), Pairs.counts(services.all()), !noApply.on()),
        new DoneText());
  }
}
