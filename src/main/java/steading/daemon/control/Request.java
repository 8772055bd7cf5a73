package steading.daemon.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import steading.daemon.Conversation.Caller;
import steading.problem.Problem;
import steading.recipe.Shown;

/** The first frame of a connection. */
record Request(String verb, JsonNode arguments, Caller caller) {
  private static final int LONGEST_VERB = 64;

  static Request read(byte[] line, String user) throws IOException {
    JsonNode frame = Json.read(line);
    if (frame.path("protocol").asInt() != Protocol.VERSION) {
      throw Problem.usage(
              "protocol.other",
              "the running daemon and this command are of different versions",
              "stop the daemon with \"stead serve --stop\" and try again")
          .raise();
    }
    JsonNode verb = frame.path("verb");
    if (!verb.isTextual() || !frame.path("arguments").isObject()) {
      throw Problem.usage(
              "frame.bad",
              "the first frame names no verb and arguments",
              "see docs/control-socket.md for the frames")
          .raise();
    }
    return new Request(
        verb.textValue(), frame.path("arguments"), caller(frame.path("caller"), user));
  }

  /** The kernel says who calls; only root may call in somebody's name, as sudo does. */
  private static Caller caller(JsonNode said, String user) {
    String name = said.path("user").asText("");
    return new Caller(
        user.equals("root") && !name.isBlank() ? printable(name) : user,
        said.path("pid").asLong(),
        printable(said.path("command").asText("")),
        said.path("terminal").asBoolean(),
        said.path("yes").asBoolean());
  }

  /** What may stand in a log or a problem. */
  static String printable(String text) {
    StringBuilder printable = new StringBuilder();
    text.codePoints()
        .limit(LONGEST_VERB)
        .map(c -> Shown.isHostile(c) ? '?' : c)
        .forEach(printable::appendCodePoint);
    return printable.toString();
  }
}
