package steading.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import steading.engine.EngineException.Reason;

/** What went wrong, from the status code first and only then from the words. */
final class Failures {
  private Failures() {}

  static EngineException answered(int status, byte[] body) {
    String message = message(body);
    return new EngineException(reason(status, message), text(status, message));
  }

  /** An error that the Engine put into a stream whose status was fine. */
  static EngineException streamed(JsonNode error) {
    JsonNode detail = error.path("errorDetail");
    String message = detail.path("message").asText(error.path("error").asText("unknown"));
    return new EngineException(reason(detail.path("code").asInt(500), message), message);
  }

  static EngineException broken(EngineAddress address, IOException cause) {
    if (address.unix()) {
      Path socket = Path.of(address.uri().getPath());
      if (Files.exists(socket) && !Files.isWritable(socket)) {
        return new EngineException(
            Reason.DENIED,
            "this user may not use the Docker Engine's socket "
                + socket
                + "; run as root or join the socket's group",
            cause);
      }
    }
    return new EngineException(
        Reason.UNREACHABLE,
        "the Docker Engine at %s does not answer: %s".formatted(address.uri(), words(cause)),
        cause);
  }

  static Reason reason(int status, String message) {
    return switch (status) {
      case 400 -> atFault(message, Reason.BAD_REQUEST);
      case 401, 403 -> Reason.DENIED;
      case 404 -> Reason.NOT_FOUND;
      case 409 -> Reason.CONFLICT;
      default -> atFault(message, Reason.FAILED);
    };
  }

  /** The Engine has no codes of its own for these. */
  private static Reason atFault(String message, Reason otherwise) {
    String words = message.toLowerCase(Locale.ROOT);
    if (words.contains("port is already allocated") || words.contains("address already in use")) {
      return Reason.PORT_TAKEN;
    }
    return words.contains("no space left on device") ? Reason.NO_SPACE : otherwise;
  }

  private static String message(byte[] body) {
    try {
      JsonNode json = Json.parse(body);
      if (json.path("message").isTextual()) {
        return json.path("message").asText();
      }
    } catch (IOException e) {
      // A proxy before the Engine answers in its own words: they are shown as they are.
      return new String(body, StandardCharsets.UTF_8).strip();
    }
    return new String(body, StandardCharsets.UTF_8).strip();
  }

  private static String text(int status, String message) {
    return message.isEmpty() ? "the Engine answered with status " + status : message;
  }

  private static String words(IOException cause) {
    String message = cause.getMessage();
    return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
  }
}
