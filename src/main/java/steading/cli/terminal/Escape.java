package steading.cli.terminal;

/** Where escape sequences of terminals end, as ECMA-48 lays them out. */
final class Escape {
  private Escape() {}

  /**
   * The index after the sequence that begins at {@code start}; an unfinished one takes the rest.
   */
  static int end(String text, int start) {
    if (text.charAt(start) == '\u009b') {
      return parameters(text, start + 1);
    }
    if (start + 1 >= text.length()) {
      return text.length();
    }
    return switch (text.charAt(start + 1)) {
      case '[' -> parameters(text, start + 2);
      case ']', 'P', 'X', '^', '_' -> string(text, start + 2);
      default -> intermediate(text, start + 1);
    };
  }

  /** Only {@code ESC [ digits and ; m}: the C1 form and private ones are not worth the risk. */
  static boolean isColour(String text, int start, int end) {
    if (end - start < 3 || text.charAt(start) != '\u001b' || text.charAt(end - 1) != 'm') {
      return false;
    }
    for (int i = start + 2; i < end - 1; i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && c != ';') {
        return false;
      }
    }
    return text.charAt(start + 1) == '[';
  }

  private static int parameters(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= ' ' && text.charAt(at) <= '?') {
      at++;
    }
    return withLast(text, at);
  }

  private static int string(String text, int from) {
    for (int at = from; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '\u0007' || c == '\u009c') {
        return at + 1;
      }
      if (c == '\u001b') {
        return Math.min(text.length(), at + 2);
      }
    }
    return text.length();
  }

  private static int intermediate(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= ' ' && text.charAt(at) <= '/') {
      at++;
    }
    return withLast(text, at);
  }

  /** A control character in place of the last one breaks the sequence off and counts by itself. */
  private static int withLast(String text, int at) {
    return at < text.length() && text.charAt(at) >= ' ' ? at + 1 : at;
  }
}
