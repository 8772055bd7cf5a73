package steading.recipe.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;

/** As much of JSON Schema as the recipe's uses. */
final class SchemaJudge {
  private final List<String> faults = new ArrayList<>();

  private SchemaJudge() {}

  static List<String> faults(JsonNode schema, JsonNode value) {
    SchemaJudge judge = new SchemaJudge();
    judge.judge("", schema, value);
    return judge.faults;
  }

  private void judge(String path, JsonNode schema, JsonNode value) {
    if (schema.has("anyOf")) {
      boolean fits = false;
      for (JsonNode way : schema.get("anyOf")) {
        fits |= faults(way, value).isEmpty();
      }
      expect(fits, path + " fits nothing");
    }
    if (schema.has("enum")) {
      boolean fits = false;
      for (JsonNode word : schema.get("enum")) {
        fits |= word.equals(value);
      }
      expect(fits, path + " is " + value);
    }
    if (schema.has("type") && !isA(schema.get("type"), value)) {
      faults.add(path + " is " + value + ", not " + schema.get("type"));
      return;
    }
    if (value.isArray()) {
      value.forEach(item -> judge(path + "[]", schema.path("items"), item));
    }
    if (value.isObject()) {
      object(path, schema, value);
    }
  }

  private void object(String path, JsonNode schema, JsonNode value) {
    schema
        .path("required")
        .forEach(key -> expect(value.has(key.asText()), path + " has no " + key.asText()));
    value
        .properties()
        .forEach(entry -> {
          String below = path + "/" + entry.getKey();
          JsonNode known = schema.path("properties").path(entry.getKey());
          JsonNode other = schema.path("additionalProperties");
          if (!(known instanceof MissingNode)) {
            judge(below, known, entry.getValue());
          } else if (other.isObject()) {
            judge(below, other, entry.getValue());
          } else {
            expect(!other.isBoolean() || other.asBoolean(), below + " is unknown");
          }
        });
  }

  private static boolean isA(JsonNode types, JsonNode value) {
    if (types.isArray()) {
      boolean fits = false;
      for (JsonNode type : types) {
        fits |= isA(type, value);
      }
      return fits;
    }
    return switch (types.asText()) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      default -> value.isTextual();
    };
  }

  private void expect(boolean holds, String otherwise) {
    if (!holds) {
      faults.add(otherwise);
    }
  }
}
