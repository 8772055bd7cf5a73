package steading.cli;

import com.fasterxml.jackson.databind.JsonNode;
import steading.cli.view.JobText;
import steading.daemon.Requests;
import steading.problem.Exit;

/** Runs one of an app's jobs now. */
final class RunCommand extends Command {
  private final Parameter app = required("NAME", "The app.");
  private final Parameter job = required("JOB", "The job; stead info lists them.");

  RunCommand() {
    super("run", "Run a job of an app now.");
    examples("stead run tickets cron");
  }

  @Override
  int run(Session session) {
    JsonNode ended = session.request(new Requests.Run(app.required(), job.required()));
    int shown = session.answer(ended, new JobText());
    return ended.path("exitCode").asInt() == 0 ? shown : Exit.FAILED.code();
  }
}
