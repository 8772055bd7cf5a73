package steading.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import steading.cli.view.VersionText;
import steading.daemon.Requests;
import steading.daemon.control.ControlClient;
import steading.daemon.control.Json;

/** Says which Steading this is; starts nothing. */
final class VersionCommand extends Command {
  VersionCommand() {
    super("version", "Show the versions of Steading and what it works with.");
  }

  @Override
  int run(Session session) {
    JsonNode running = running(session);
    return session.answer(running == null ? local(session) : running, new VersionText());
  }

  private static @Nullable JsonNode running(Session session) {
    try (ControlClient client = new DaemonAccess(session).running();
        Narrator narrator = new Narrator(session.terminal())) {
      return client == null ? null : client.ask(new Requests.Version(), session.caller(), narrator);
    }
  }

  private static JsonNode local(Session session) {
    ObjectNode version =
        Json.object()
            .put("version", Version.current())
            .put("java", System.getProperty("java.version"));
    version.putObject("engine");
    version.putObject("daemon").put("running", false).put("pid", 0).putNull("since");
    return version.put("home", session.home().directory().toString());
  }
}
