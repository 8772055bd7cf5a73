package steading.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Prints one answer for a person. */
public interface View {
  void show(JsonNode value, Page page);

  /** The elements of a list, or the one value that is there. */
  static Iterable<JsonNode> each(JsonNode value) {
    return value.isArray() ? value : List.of(value);
  }
}
