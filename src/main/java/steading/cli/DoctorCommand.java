package steading.cli;

import com.fasterxml.jackson.databind.JsonNode;
import steading.cli.view.FindingList;
import steading.daemon.Requests;
import steading.problem.Exit;

/** Says what is wrong and what to do about it. */
final class DoctorCommand extends Command {
  private final Parameter app = optional("NAME", "The app; the whole machine when left out.");

  DoctorCommand() {
    super("doctor", "Find out what is wrong, and what to do about it.");
    examples("stead doctor tickets");
  }

  @Override
  int run(Session session) {
    JsonNode findings = session.request(new Requests.Doctor(app.text()));
    int shown = session.answer(findings, new FindingList());
    for (JsonNode finding : findings) {
      if (finding.path("level").asText().equals("error")) {
        return Exit.FAILED.code();
      }
    }
    return shown;
  }
}
