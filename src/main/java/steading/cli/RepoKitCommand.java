package steading.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import steading.app.Durable;
import steading.cli.view.KitWritten;
import steading.daemon.Requests;
import steading.daemon.control.Json;
import steading.problem.Problem;

/** Write the page that recovery needs besides a repository. */
final class RepoKitCommand extends Command {
  private final Parameter output =
      option("FILE", "Where to write it; only its owner can read it.", "-o", "--output");

  RepoKitCommand() {
    super("repo kit", "Write the page that recovery needs besides a repository.");
    examples("stead repo kit --output /media/stick/steading-kit.txt");
  }

  @Override
  int run(Session session) {
    if (output.text() == null) {
      throw Problem.usage(
              "usage",
              "stead repo kit needs --output FILE",
              "the page holds passwords, so it is not shown on the terminal")
          .raise();
    }
    Path file = Path.of(output.required()).toAbsolutePath().normalize();
    JsonNode kit = session.request(new Requests.RepoKit());
    try {
      Durable.write(file, kit.path("text").asText());
    } catch (IOException e) {
      throw Problem.failed(
              "kit.unwritable",
              "the recovery kit cannot be written to " + file,
              "name a file in a directory that is there and yours")
          .because(e.toString())
          .raise();
    }
    JsonNode answer =
        Json.object().put("file", file.toString()).set("repositories", kit.path("repositories"));
    return session.answer(answer, new KitWritten());
  }
}
