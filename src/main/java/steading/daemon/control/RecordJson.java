package steading.daemon.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records, maps and lists as JSON, for commands, which cannot afford the object mapper. */
public final class RecordJson {
  private RecordJson() {}

  public static JsonNode of(@Nullable Object value) {
    // Not a switch over types: linking one takes longer than the whole request.
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    if (value == null) {
      return nodes.nullNode();
    } else if (value instanceof String text) {
      return nodes.textNode(text);
    } else if (value instanceof Boolean flag) {
      return nodes.booleanNode(flag);
    } else if (value instanceof Integer number) {
      return nodes.numberNode(number.intValue());
    } else if (value instanceof Long number) {
      return nodes.numberNode(number.longValue());
    } else if (value instanceof Double number) {
      return nodes.numberNode(number.doubleValue());
    } else if (value instanceof Collection<?> list) {
      return array(list);
    } else if (value instanceof Map<?, ?> map) {
      return object(map);
    } else if (value instanceof Record record) {
      return fields(record);
    }
    throw new IllegalArgumentException("cannot be JSON: " + value.getClass());
  }

  private static ArrayNode array(Collection<?> list) {
    ArrayNode array = Json.array();
    list.forEach(element -> array.add(of(element)));
    return array;
  }

  private static ObjectNode object(Map<?, ?> map) {
    ObjectNode object = Json.object();
    map.forEach((name, value) -> object.set(String.valueOf(name), of(value)));
    return object;
  }

  private static ObjectNode fields(Record record) {
    ObjectNode object = Json.object();
    try {
      for (RecordComponent component : record.getClass().getRecordComponents()) {
        object.set(component.getName(), of(component.getAccessor().invoke(record)));
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record cannot be read", e);
    }
    return object;
  }
}
