package steading.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The few things we do with the Engine's JSON. */
final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static ObjectNode object(Map<String, String> entries) {
    ObjectNode object = object();
    entries.forEach(object::put);
    return object;
  }

  static ArrayNode array(Collection<String> items) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    items.forEach(array::add);
    return array;
  }

  static JsonNode parse(byte[] text) throws IOException {
    return text.length == 0 ? MissingNode.getInstance() : MAPPER.readTree(text);
  }

  /** The objects of a stream that has one after another. */
  static MappingIterator<JsonNode> sequence(InputStream stream) throws IOException {
    return MAPPER.readerFor(JsonNode.class).readValues(stream);
  }

  static byte[] bytes(JsonNode node) {
    return text(node).getBytes(StandardCharsets.UTF_8);
  }

  static String text(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree cannot be written", e);
    }
  }

  static Map<String, String> strings(JsonNode object) {
    Map<String, String> strings = new LinkedHashMap<>();
    object.properties().forEach(entry -> strings.put(entry.getKey(), entry.getValue().asText()));
    return strings;
  }

  static List<String> list(JsonNode array) {
    List<String> list = new ArrayList<>();
    array.forEach(item -> list.add(item.asText()));
    return list;
  }

  /** The Engine's filter for labels; an empty value asks for any value. */
  static ObjectNode labelFilter(Map<String, String> labels) {
    ObjectNode filter = object();
    ArrayNode wanted = filter.putArray("label");
    labels.forEach((key, value) -> wanted.add(value.isEmpty() ? key : key + "=" + value));
    return filter;
  }
}
