package steading.daemon.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import steading.problem.Exit;
import steading.problem.Place;
import steading.problem.Problem;

/** Problems as they are told on the socket and by {@code --json}. */
public final class ProblemJson {
  private ProblemJson() {}

  /** {@code {"problems":[…],"exit":n}}, where the first problem decides how the command ends. */
  public static ObjectNode failure(List<Problem> problems) {
    ObjectNode failure = Json.object();
    ArrayNode list = failure.putArray("problems");
    problems.forEach(problem -> list.add(write(problem)));
    Exit exit = problems.isEmpty() ? Exit.FAILED : problems.getFirst().exit();
    return failure.put("exit", exit.code());
  }

  public static List<Problem> read(JsonNode problems) {
    List<Problem> list = new ArrayList<>();
    problems.forEach(problem -> list.add(one(problem)));
    return list;
  }

  private static ObjectNode write(Problem problem) {
    ObjectNode node = Json.object().put("code", problem.code()).put("exit", problem.exit().code());
    Place place = problem.place();
    if (place == null) {
      node.putNull("place");
    } else {
      node.putObject("place")
          .put("file", place.file())
          .put("line", place.line())
          .put("column", place.column());
    }
    return node.put("what", problem.what())
        .put("why", problem.why())
        .put("fix", problem.fix())
        .put("text", problem.text());
  }

  private static Problem one(JsonNode node) {
    JsonNode place = node.path("place");
    return new Problem(
        node.path("code").asText(),
        exit(node.path("exit").asInt(Exit.FAILED.code())),
        place.isObject()
            ? new Place(
                place.path("file").asText(),
                place.path("line").asInt(),
                place.path("column").asInt())
            : null,
        node.path("what").asText(),
        text(node.path("why")),
        text(node.path("fix")));
  }

  private static Exit exit(int code) {
    for (Exit exit : Exit.values()) {
      if (exit.code() == code) {
        return exit;
      }
    }
    return Exit.FAILED;
  }

  private static @Nullable String text(JsonNode node) {
    return node.isTextual() ? node.textValue() : null;
  }
}
