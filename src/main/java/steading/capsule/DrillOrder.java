package steading.capsule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import steading.problem.Problem;

/**
 * What a drill was asked for, as the journal keeps it.
 *
 * @param app whose capsule it is
 * @param scratch the id of the home in which the copy is made
 */
record DrillOrder(String app, String capsule, String repository, String scratch) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String OF = "drill of ";

  /** Under which the journal and the locks know it; no app has such a name. */
  static String key(String app) {
    return OF + app;
  }

  String text() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an order is always JSON", e);
    }
  }

  static DrillOrder read(String text) {
    try {
      return JSON.readValue(text, DrillOrder.class);
    } catch (IOException e) {
      throw Problem.failed(
              "state.unusable", "the journal holds an order that cannot be read", "do it again")
          .because(e.getMessage())
          .raise();
    }
  }
}
