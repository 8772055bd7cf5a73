package steading.cli;

import steading.cli.view.DoneText;
import steading.daemon.Requests;
import steading.problem.Problem;

/** Show people a page in place of an app, or let them in again. */
final class MaintenanceCommand extends Command {
  private final Parameter app = required("NAME", "The app.");
  private final Parameter state = required("on|off", "Whether people see the page.");
  private final Parameter message = option("TEXT", "What the page says.", "--message");

  MaintenanceCommand() {
    super("maintenance", "Show people a page in place of an app, or let them in again.");
    examples(
        "stead maintenance tickets on --message 'We move to a larger hall; back at 18:00.'",
        "stead maintenance tickets off");
  }

  @Override
  int run(Session session) {
    String word = state.required();
    if (!word.equals("on") && !word.equals("off")) {
      throw Problem.usage("usage", "maintenance is on or off", "see stead maintenance --help")
          .raise();
    }
    boolean on = word.equals("on");
    return session.ask(
        new Requests.Maintenance(app.required(), on, on ? message.text() : null), new DoneText());
  }
}
