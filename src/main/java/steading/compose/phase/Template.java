package steading.compose.phase;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One text with {@code $V} and {@code ${V…}} in it, expanded as Compose does. */
final class Template {
  private static final int MAX_NESTING = 20;
  private static final int MAX_LENGTH = 1 << 20;

  private final String text;
  private final Map<String, String> variables;
  private final Listener listener;
  private int at;

  /** Hears which variables had no value. */
  interface Listener {
    void unset(String variable);
  }

  /** The text cannot be expanded; the message says why. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String why) {
      super(why);
    }
  }

  private Template(String text, Map<String, String> variables, Listener listener) {
    this.text = text;
    this.variables = variables;
    this.listener = listener;
  }

  static String expand(String text, Map<String, String> variables, Listener listener)
      throws Malformed {
    return new Template(text, variables, listener).until(false, true, 0);
  }

  /**
   * @param braced true inside {@code ${…}}: the text ends at the closing brace
   * @param used false inside the half of an expression that does not count: it is only skipped
   */
  private String until(boolean braced, boolean used, int nesting) throws Malformed {
    if (nesting > MAX_NESTING) {
      throw new Malformed("variables are nested more than " + MAX_NESTING + " levels deep");
    }
    StringBuilder out = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (braced && c == '}') {
        return out.toString();
      }
      if (c == '$') {
        out.append(variable(used, nesting));
      } else {
        out.append(c);
      }
      if (out.length() > MAX_LENGTH) {
        throw new Malformed("the value grows beyond " + MAX_LENGTH + " characters");
      }
    }
    if (braced) {
      throw new Malformed("\"${\" is never closed");
    }
    return out.toString();
  }

  private String variable(boolean used, int nesting) throws Malformed {
    if (at < text.length() && text.charAt(at) == '$') {
      at++;
      return "$";
    }
    boolean braced = at < text.length() && text.charAt(at) == '{';
    if (braced) {
      at++;
    }
    String name = name();
    if (name.isEmpty() && braced) {
      throw new Malformed("no variable name follows the \"${\"");
    }
    if (name.isEmpty()) {
      return "$";
    }
    return braced ? braced(name, used, nesting) : value(name, used);
  }

  private String name() {
    int start = at;
    while (at < text.length() && isNamePart(text.charAt(at), at == start)) {
      at++;
    }
    return text.substring(start, at);
  }

  private static boolean isNamePart(char c, boolean first) {
    boolean letter = c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || (!first && c >= '0' && c <= '9');
  }

  private String braced(String name, boolean used, int nesting) throws Malformed {
    if (at < text.length() && text.charAt(at) == '}') {
      at++;
      return value(name, used);
    }
    boolean emptyCounts = at < text.length() && text.charAt(at) == ':';
    if (emptyCounts) {
      at++;
    }
    char operator = at < text.length() ? text.charAt(at++) : '}';
    if ("-?+".indexOf(operator) < 0) {
      throw new Malformed("after \"${" + name + "\" only }, -, ?, + or :-, :?, :+ may follow");
    }
    String value = variables.get(name);
    boolean present = value != null && !(emptyCounts && value.isEmpty());
    String word = until(true, used && present == (operator == '+'), nesting + 1);
    return choose(operator, name, present ? value : null, word);
  }

  private static String choose(char operator, String name, @Nullable String value, String word)
      throws Malformed {
    if (operator == '+') {
      return value == null ? "" : word;
    }
    if (value != null) {
      return value;
    }
    if (operator == '?') {
      throw new Malformed(
          "the variable " + name + " is required" + (word.isEmpty() ? "" : ": " + word));
    }
    return word;
  }

  private String value(String name, boolean used) {
    String value = variables.get(name);
    if (value == null && used) {
      listener.unset(name);
    }
    return value == null || !used ? "" : value;
  }
}
