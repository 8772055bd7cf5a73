package steading.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import steading.app.HomeStore;
import steading.capsule.repo.Kit;
import steading.cli.view.RecoveredTable;
import steading.daemon.Requests;
import steading.gateway.tls.InternalCa;
import steading.problem.Exit;
import steading.problem.Problem;

/** Make every app of a lost machine anew, on an empty one. */
final class RecoverCommand extends Command {
  private final Parameter repository = required("REPOSITORY", "One of the recovery kit's.");
  private final Parameter kit = option("FILE", "The recovery kit of the lost machine.", "--kit");

  RecoverCommand() {
    super("recover", "Make the apps of a lost machine anew, on an empty one.");
    examples("stead recover off-site --kit steading-kit.txt");
  }

  @Override
  int run(Session session) {
    if (kit.text() == null) {
      throw Problem.usage(
              "usage",
              "stead recover needs --kit FILE",
              "it is the page that stead repo kit wrote on the lost machine")
          .raise();
    }
    Path file = Path.of(kit.required()).toAbsolutePath().normalize();
    Path home = session.home().directory();
    Kit page = Kit.read(file);
    if (!HomeStore.idOrNone(home).equals(page.home())) {
      new DaemonAccess(session).launcher().stop(session.caller());
      HomeStore.become(home, page.home());
      if (page.authority() != null) {
        InternalCa.replace(session.home(), page.authority());
      }
    }
    JsonNode answer = session.request(new Requests.Recover(repository.required(), file.toString()));
    session.answer(answer, new RecoveredTable());
    for (JsonNode app : answer.path("apps")) {
      if (app.path("state").asText().equals("failed")) {
        return Exit.FAILED.code();
      }
    }
    return Exit.DONE.code();
  }
}
