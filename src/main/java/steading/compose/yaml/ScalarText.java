package steading.compose.yaml;

import java.util.Locale;
import java.util.regex.Pattern;

/** Chooses how a text is written: plain where every YAML reader sees a text, quoted elsewhere. */
final class ScalarText {
  /** YAML 1.1's numbers, times and dates included: other people's tools read our files, too. */
  private static final Pattern NUMBER_LIKE =
      Pattern.compile(
          "[-+]?[0-9][0-9_,]*"
              + "|[-+]?([0-9][0-9_]*)?\\.?[0-9_]*(e[-+]?[0-9]+)?"
              + "|[-+]?0(x[0-9a-f_]+|o[0-7_]+|b[01_]+)"
              + "|[-+]?[0-9][0-9_]*(:[0-9]{1,2})+(\\.[0-9_]*)?"
              + "|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([t ].*)?"
              + "|[-+]?\\.(inf|nan)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern WORD_LIKE =
      Pattern.compile("null|true|false|yes|no|on|off|y|n|~|=|<<");
  private static final String INDICATORS = "-?:,[]{}#&*!|>'\"%@`";
  private static final int MAX_IMPLICIT_KEY = 1000;

  private ScalarText() {}

  static String of(String text, int indent) {
    if (isPlain(text)) {
      return text;
    }
    return isBlock(text) ? block(text, indent) : quoted(text);
  }

  /** Everything up to the colon. */
  static String key(String text, int indent) {
    String written = isPlain(text) ? text : quoted(text);
    return written.length() <= MAX_IMPLICIT_KEY
        ? written
        : "? " + written + "\n" + " ".repeat(indent);
  }

  private static boolean isPlain(String text) {
    if (isTyped(text)) {
      return false;
    }
    char first = text.charAt(0);
    boolean quiet =
        text.codePoints().allMatch(ScalarText::isPrintable)
            && !text.contains(": ")
            && !text.contains(" #")
            && !text.endsWith(":")
            && text.strip().equals(text);
    return quiet
        && !text.startsWith("---")
        && !text.startsWith("...")
        && (INDICATORS.indexOf(first) < 0 || isOption(text));
  }

  /** {@code -x} and {@code --long} are plain texts although they begin with an indicator. */
  private static boolean isOption(String text) {
    return text.length() > 1
        && text.charAt(0) == '-'
        && (text.charAt(1) == '-' || Character.isLetter(text.charAt(1)));
  }

  /** Several lines are readable as a block when no line depends on white space at its edge. */
  private static boolean isBlock(String text) {
    return text.indexOf('\n') > 0
        && !Character.isWhitespace(text.charAt(0))
        && text.codePoints().allMatch(c -> c == '\n' || isPrintable(c))
        && text.lines().noneMatch(line -> line.endsWith(" "))
        && !text.strip().isEmpty();
  }

  private static String block(String text, int indent) {
    int end = text.length();
    while (text.charAt(end - 1) == '\n') {
      end--;
    }
    int breaks = text.length() - end;
    StringBuilder block = new StringBuilder(breaks == 0 ? "|-" : breaks == 1 ? "|" : "|+");
    String pad = " ".repeat(Math.max(indent, 2));
    text.substring(0, end)
        .lines()
        .forEach(line -> block.append('\n').append(line.isEmpty() ? "" : pad + line));
    return block.append("\n".repeat(Math.max(0, breaks - 1))).toString();
  }

  /** Would be read as something else than a text. */
  private static boolean isTyped(String text) {
    return text.isEmpty()
        || WORD_LIKE.matcher(text.toLowerCase(Locale.ROOT)).matches()
        || NUMBER_LIKE.matcher(text).matches();
  }

  /** As Compose quotes: double quotes around would-be numbers, single ones around punctuation. */
  private static String quoted(String text) {
    boolean printable = text.codePoints().allMatch(ScalarText::isPrintable);
    if (printable && !text.contains("'") && !isTyped(text)) {
      return "'" + text + "'";
    }
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints().forEach(c -> escape(quoted, c));
    return quoted.append('"').toString();
  }

  private static void escape(StringBuilder out, int c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\t' -> out.append("\\t");
      case '\r' -> out.append("\\r");
      default -> {
        if (isPrintable(c)) {
          out.appendCodePoint(c);
        } else {
          out.append(String.format(Locale.ROOT, c > 0xFFFF ? "\\U%08x" : "\\u%04x", c));
        }
      }
    }
  }

  private static boolean isPrintable(int c) {
    return (c >= 0x20 && c <= 0x7E)
        || (c >= 0xA0 && c != 0x2028 && c != 0x2029 && c != 0xFEFF && !isOutsideText(c));
  }

  private static boolean isOutsideText(int c) {
    return (c >= 0xD800 && c <= 0xDFFF) || c == 0xFFFE || c == 0xFFFF;
  }
}
