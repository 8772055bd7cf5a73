package steading.daemon.control;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import steading.problem.Problem;

/** Turns a caller's JSON into a verb's record, and the verb's answer into JSON. */
public final class Arguments {
  private static final ObjectMapper MAPPER = mapper();

  private Arguments() {}

  /** Every argument has the right type and is there, unless the record says that it may be null. */
  public static <A> A read(String verb, JsonNode arguments, Class<A> type) {
    for (RecordComponent component : type.getRecordComponents()) {
      if (isRequired(component) && arguments.path(component.getName()).isMissingNode()) {
        throw bad(verb, "the argument " + component.getName() + " is missing");
      }
      if (isRequired(component) && arguments.path(component.getName()).isNull()) {
        throw bad(verb, "the argument " + component.getName() + " may not be null");
      }
    }
    try {
      return MAPPER.treeToValue(arguments, type);
    } catch (JsonMappingException e) {
      // The message of Jackson may quote values, and a value may be a secret.
      throw bad(verb, "the argument " + path(e) + " is unknown or has the wrong type");
    } catch (JsonProcessingException e) {
      throw bad(verb, "the arguments are not what this verb takes");
    }
  }

  public static JsonNode write(Object answer) {
    return MAPPER.valueToTree(answer);
  }

  private static boolean isRequired(RecordComponent component) {
    AnnotatedType type = component.getAnnotatedType();
    return !type.isAnnotationPresent(Nullable.class)
        && component.getType() != List.class
        && component.getType() != Map.class;
  }

  private static String path(JsonMappingException e) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : e.getPath()) {
      path.append(path.isEmpty() ? "" : ".")
          .append(step.getFieldName() == null ? step.getIndex() : step.getFieldName());
    }
    return path.toString();
  }

  private static RuntimeException bad(String verb, String what) {
    return Problem.usage(
            "request.bad", verb + ": " + what, "see docs/control-socket.md for what can be asked")
        .raise();
  }

  private static ObjectMapper mapper() {
    JsonMapper mapper =
        JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();
    JsonSetter.Value empty = JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY, Nulls.FAIL);
    mapper.configOverride(List.class).setSetterInfo(empty);
    mapper.configOverride(Map.class).setSetterInfo(empty);
    return mapper;
  }
}
