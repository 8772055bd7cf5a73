package steading.daemon.control;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads one JSON value by hand: the library's parser needs {@code BigDecimal}, whose preparation
 * takes the JDK longer than all the rest of a short command.
 */
final class JsonText {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final String text;
  private final int deepest;
  private int at;
  private int depth;

  private JsonText(String text, int deepest) {
    this.text = text;
    this.deepest = deepest;
  }

  static JsonNode read(byte[] utf8, int deepest) throws JsonParseException {
    JsonText reading = new JsonText(decode(utf8), deepest);
    JsonNode value = reading.value();
    reading.space();
    if (reading.at < reading.text.length()) {
      throw reading.wrong("more than one value");
    }
    return value;
  }

  private static String decode(byte[] utf8) throws JsonParseException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw new JsonParseException(null, "this is not UTF-8", e);
    }
  }

  private JsonNode value() throws JsonParseException {
    space();
    return switch (peek()) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> NODES.textNode(string());
      case 't' -> word("true", NODES.booleanNode(true));
      case 'f' -> word("false", NODES.booleanNode(false));
      case 'n' -> word("null", NODES.nullNode());
      default -> number();
    };
  }

  private ObjectNode object() throws JsonParseException {
    ObjectNode object = NODES.objectNode();
    enter();
    if (!ends('}')) {
      do {
        space();
        String name = string();
        expect(':');
        object.set(name, value());
      } while (another('}'));
    }
    depth--;
    return object;
  }

  private ArrayNode array() throws JsonParseException {
    ArrayNode array = NODES.arrayNode();
    enter();
    if (!ends(']')) {
      do {
        array.add(value());
      } while (another(']'));
    }
    depth--;
    return array;
  }

  private void enter() throws JsonParseException {
    at++;
    if (++depth > deepest) {
      throw wrong("nested deeper than " + deepest);
    }
  }

  private boolean ends(char end) {
    space();
    if (peek() != end) {
      return false;
    }
    at++;
    return true;
  }

  private boolean another(char end) throws JsonParseException {
    if (ends(end)) {
      return false;
    }
    expect(',');
    return true;
  }

  private String string() throws JsonParseException {
    expect('"');
    StringBuilder string = new StringBuilder();
    for (char c = next(); c != '"'; c = next()) {
      if (c < ' ') {
        throw wrong("a control character in a string");
      }
      string.append(c == '\\' ? escaped() : c);
    }
    return string.toString();
  }

  private char escaped() throws JsonParseException {
    char c = next();
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> (char) (hex() << 12 | hex() << 8 | hex() << 4 | hex());
      default -> throw wrong("an unknown escape");
    };
  }

  private int hex() throws JsonParseException {
    int digit = Character.digit(next(), 16);
    if (digit < 0) {
      throw wrong("no hexadecimal digit");
    }
    return digit;
  }

  private JsonNode word(String word, JsonNode value) throws JsonParseException {
    if (!text.startsWith(word, at)) {
      throw wrong("an unknown word");
    }
    at += word.length();
    return value;
  }

  private JsonNode number() throws JsonParseException {
    int from = at;
    if (peek() == '-') {
      at++;
    }
    boolean zero = peek() == '0';
    if (digits() > 1 && zero) {
      throw wrong("a number with a leading zero");
    }
    boolean whole = true;
    if (peek() == '.') {
      at++;
      digits();
      whole = false;
    }
    if (peek() == 'e' || peek() == 'E') {
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      digits();
      whole = false;
    }
    return whole ? whole(text.substring(from, at)) : fraction(text.substring(from, at));
  }

  private int digits() throws JsonParseException {
    int from = at;
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
    if (at == from) {
      throw wrong(at == text.length() ? "it ends too early" : "no value");
    }
    return at - from;
  }

  private JsonNode whole(String digits) throws JsonParseException {
    try {
      long number = Long.parseLong(digits);
      return (int) number == number ? NODES.numberNode((int) number) : NODES.numberNode(number);
    } catch (NumberFormatException e) {
      throw wrong("a number of more than 64 bits");
    }
  }

  private static JsonNode fraction(String digits) {
    return NODES.numberNode(Double.parseDouble(digits));
  }

  private void expect(char wanted) throws JsonParseException {
    space();
    if (next() != wanted) {
      at--;
      throw wrong("not the expected " + wanted);
    }
  }

  private void space() {
    while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') {
      at++;
    }
  }

  private char next() throws JsonParseException {
    if (at >= text.length()) {
      throw wrong("it ends too early");
    }
    return text.charAt(at++);
  }

  /** The end looks like NUL, which may stand nowhere. */
  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private JsonParseException wrong(String what) {
    return new JsonParseException(null, what + ", at character " + at);
  }
}
