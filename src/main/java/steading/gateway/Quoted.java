package steading.gateway;

/**
 * Text of a person's as one word of HAProxy's configuration. Inside double quotes HAProxy reads
 * backslashes, quotes and dollars, and in the words that it formats also per cent signs.
 */
final class Quoted {
  private Quoted() {}

  /** A word that HAProxy formats and that must come out as {@code text}. */
  static String format(String text) {
    return '"' + inFormat(text) + '"';
  }

  /** Part of a formatted word that stands in double quotes already. */
  static String inFormat(String text) {
    StringBuilder word = new StringBuilder();
    for (int at = 0; at < text.length(); at++) {
      char letter = text.charAt(at);
      if (letter < ' ' || letter > '~') {
        throw new IllegalArgumentException("not a character of a configuration: " + (int) letter);
      }
      switch (letter) {
        case '\\', '"', '$' -> word.append('\\').append(letter);
        case '%' -> word.append("%%");
        default -> word.append(letter);
      }
    }
    return word.toString();
  }
}
