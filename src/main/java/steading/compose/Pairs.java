package steading.compose;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import steading.compose.yaml.Node;
import steading.compose.yaml.Scalars;

/**
 * {@code NAME: value} mappings, which may also be lists of {@code NAME=value}. Unquoted numbers and
 * booleans become the text Compose makes of them: {@code 1.0} is 1 and {@code 0x1F} is 31.
 */
final class Pairs {
  private static final Pattern OLD_OCTAL = Pattern.compile("0[0-7]{1,20}");
  private static final Pattern REAL =
      Pattern.compile("[-+]?(\\d{1,15}\\.\\d{0,15}|\\.\\d{1,15}|\\d{1,15})([eE][-+]?\\d{1,2})?");

  private Pairs() {}

  static Node of(Node node) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    switch (node) {
      case Node.Mapping mapping ->
          mapping
              .entries()
              .forEach((key, entry) ->
                  entries.put(
                      key, new Node.Entry(entry.keyPlace(), value(entry.value()), entry.tag())));
      case Node.Sequence sequence -> {
        for (Node item : sequence.items()) {
          if (!(item instanceof Node.Scalar scalar)) {
            return node;
          }
          pair(entries, scalar);
        }
      }
      case Node.Scalar scalar -> {
        return scalar;
      }
    }
    return new Node.Mapping(node.place(), entries);
  }

  private static void pair(Map<String, Node.Entry> entries, Node.Scalar scalar) {
    int equals = scalar.text().indexOf('=');
    String key = equals < 0 ? scalar.text() : scalar.text().substring(0, equals);
    Node value =
        equals < 0
            ? Forms.nothing(scalar.place())
            : Forms.text(scalar.place(), scalar.text().substring(equals + 1));
    entries.put(key, new Node.Entry(scalar.place(), value));
  }

  private static Node value(Node node) {
    return node instanceof Node.Scalar scalar && scalar.plain() && !scalar.isNull()
        ? Forms.text(node.place(), typed(scalar.text()))
        : node;
  }

  private static String typed(String text) {
    Boolean bool = Scalars.bool(text);
    if (bool != null) {
      return bool.toString();
    }
    if (OLD_OCTAL.matcher(text).matches()) {
      return Long.toString(Long.parseLong(text, 8));
    }
    Long integer = Scalars.integer(text);
    if (integer != null) {
      return integer.toString();
    }
    if (!REAL.matcher(text).matches()) {
      return text;
    }
    BigDecimal number = new BigDecimal(text).stripTrailingZeros();
    return number.precision() - number.scale() > 21 ? text : number.toPlainString();
  }
}
