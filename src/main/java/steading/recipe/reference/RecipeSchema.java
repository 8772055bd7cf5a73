package steading.recipe.reference;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The format as a JSON Schema, by which editors check and complete a recipe as it is written. */
public final class RecipeSchema {
  private static final String TYPE = "type";
  private static final String OBJECT = "object";

  private RecipeSchema() {}

  public static ObjectNode of() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "recipe.yaml of Steading");
    mapping(schema, AnnotatedExample.keys());
    return schema;
  }

  private static void mapping(ObjectNode schema, List<Key> keys) {
    schema.put(TYPE, OBJECT);
    ObjectNode properties = schema.putObject("properties");
    keys.forEach(
        key -> value(properties.putObject(key.name()).put("description", key.meaning()), key));
    List<String> required = keys.stream().filter(Key::required).map(Key::name).toList();
    if (!required.isEmpty()) {
      required.forEach(schema.putArray("required")::add);
    }
    schema.putObject("patternProperties").putObject("^x-");
    schema.put("additionalProperties", false);
  }

  private static void value(ObjectNode schema, Key key) {
    switch (key.form()) {
      case "text", "duration" -> text(schema);
      case "size" -> types(schema, "string", "integer");
      case "number" -> schema.put(TYPE, "number");
      case "whole number" -> schema.put(TYPE, "integer");
      case "true or false" -> schema.put(TYPE, "boolean");
      case "list of texts" -> text(schema.put(TYPE, "array").putObject("items"));
      case "mapping of texts" -> text(schema.put(TYPE, OBJECT).putObject("additionalProperties"));
      case "mapping" -> mapping(schema, key.keys());
      case "list of mappings" -> mapping(schema.put(TYPE, "array").putObject("items"), key.keys());
      default -> special(schema, key);
    }
  }

  private static void special(ObjectNode schema, Key key) {
    if (key.form().startsWith("mapping by ")) {
      mapping(schema.put(TYPE, OBJECT).putObject("additionalProperties"), key.keys());
    } else if (key.form().startsWith("none, or mapping by ")) {
      ArrayNode either = schema.putArray("anyOf");
      either.addObject().putArray("enum").add("none");
      mapping(either.addObject().put(TYPE, OBJECT).putObject("additionalProperties"), key.keys());
    } else if (!key.choices().isEmpty()) {
      key.choices().forEach(schema.putArray("enum")::add);
    } else {
      throw new IllegalStateException(key.name() + " is made of \"" + key.form() + "\"");
    }
  }

  /** What YAML takes for a number or a truth is a text all the same where a text is wanted. */
  private static void text(ObjectNode schema) {
    types(schema, "string", "number", "boolean", "null");
  }

  private static void types(ObjectNode schema, String... types) {
    ArrayNode list = schema.putArray(TYPE);
    for (String type : types) {
      list.add(type);
    }
  }
}
