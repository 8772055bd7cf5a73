package steading.cli;

import steading.daemon.Requests;
import steading.problem.Exit;
import steading.problem.Problem;

/** Shows what an app's services print. */
final class LogsCommand extends Command {
  private static final int USUAL_TAIL = 200;
  private static final int ALL = -1;

  private final Parameter app = required("NAME", "The app.");
  private final Parameter service = optional("SERVICE", "Only this service.");
  private final Parameter follow = flag("Go on as new lines come, until Ctrl-C.", "-f", "--follow");
  private final Parameter since =
      option("WHEN", "Only lines after this: 10m, 2h, or 2031-05-04T12:00:00Z.", "--since");
  private final Parameter tail =
      option("LINES", "The last lines of each service, or all (default: 200).", "--tail");
  private final Parameter timestamps = flag("Show when each line came.", "-t", "--timestamps");

  LogsCommand() {
    super("logs", "Show the logs of an app.");
    examples("stead logs tickets -f", "stead logs tickets worker --since 1h --tail all");
  }

  @Override
  int run(Session session) {
    LogPrinter printer = new LogPrinter(session.terminal(), session.json(), service.text() == null);
    session.request(
        new Requests.Logs(
            app.required(), service.text(), follow.on(), tail(), since.text(), timestamps.on()),
        printer);
    return Exit.DONE.code();
  }

  private int tail() {
    String lines = tail.text();
    if (lines == null) {
      return since.text() == null ? USUAL_TAIL : ALL;
    }
    try {
      return lines.equals("all") ? ALL : Integer.parseUnsignedInt(lines);
    } catch (NumberFormatException e) {
      throw Problem.usage(
              "usage.tail", "--tail takes a number of lines or \"all\"", "for example --tail 50")
          .raise();
    }
  }
}
