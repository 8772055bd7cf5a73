package steading.capsule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import steading.problem.Problem;

/**
 * What an operation with a parcel was asked for: a daemon that starts after a crash takes away what
 * there is of it.
 *
 * @param file the parcel
 * @param capsule that is in it
 * @param images that an import brings to this machine, by the names that they get here
 */
record ParcelOrder(String file, String capsule, Map<String, String> images) {
  private static final ObjectMapper JSON = new ObjectMapper();

  ParcelOrder {
    images = Map.copyOf(new TreeMap<>(images));
  }

  String text() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an order is always JSON", e);
    }
  }

  static ParcelOrder read(String text) {
    try {
      return JSON.readValue(text, ParcelOrder.class);
    } catch (IOException e) {
      throw Problem.failed(
              "state.unusable", "the journal holds an order that cannot be read", "do it again")
          .because(e.getMessage())
          .raise();
    }
  }
}
