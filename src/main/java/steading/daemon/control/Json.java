package steading.daemon.control;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import steading.recipe.Shown;

/**
 * JSON as a tree without the object mapper, whose classes alone cost a short command a third of its
 * time.
 */
public final class Json {
  private static final int DEEPEST = 100;
  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  public static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  /** Exactly one JSON value; anything else is an exception. */
  public static JsonNode read(byte[] bytes) throws IOException {
    return JsonText.read(bytes, DEEPEST);
  }

  /** One line, without the line's end. */
  public static byte[] line(JsonNode value) {
    return write(value, false);
  }

  /** For people who look at {@code --json}. */
  public static String pretty(JsonNode value) {
    return printable(new String(write(value, true), StandardCharsets.UTF_8));
  }

  /**
   * JSON that says the same and cannot steer a terminal or turn the reading direction: outside of
   * texts such characters do not occur, and inside they may be escaped.
   */
  public static String printable(String json) {
    StringBuilder printable = new StringBuilder(json.length());
    json.codePoints()
        .forEach(c -> {
          if (c > '~' && Shown.isHostile(c)) {
            for (char half : Character.toChars(c)) {
              printable.append(String.format("\\u%04x", (int) half));
            }
          } else {
            printable.appendCodePoint(c);
          }
        });
    return printable.toString();
  }

  private static byte[] write(JsonNode value, boolean indented) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    try (JsonGenerator generator = FACTORY.createGenerator(out)) {
      if (indented) {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        Separators separators =
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator("");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(separators);
        printer.indentArraysWith(indenter);
        printer.indentObjectsWith(indenter);
        generator.setPrettyPrinter(printer);
      }
      write(generator, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void write(JsonGenerator generator, JsonNode value) throws IOException {
    switch (value.getNodeType()) {
      case OBJECT -> {
        generator.writeStartObject();
        for (Map.Entry<String, JsonNode> field : value.properties()) {
          generator.writeFieldName(field.getKey());
          write(generator, field.getValue());
        }
        generator.writeEndObject();
      }
      case ARRAY -> {
        generator.writeStartArray();
        for (JsonNode element : value) {
          write(generator, element);
        }
        generator.writeEndArray();
      }
      case STRING -> generator.writeString(value.textValue());
      case BOOLEAN -> generator.writeBoolean(value.booleanValue());
      case NUMBER -> {
        if (value.isIntegralNumber()) {
          generator.writeNumber(value.longValue());
        } else {
          generator.writeNumber(value.doubleValue());
        }
      }
      case NULL, MISSING -> generator.writeNull();
      case BINARY, POJO -> throw new IllegalArgumentException("not JSON: " + value.getNodeType());
    }
  }
}
