package steading.problem;

/**
 * Text that may hold what somebody else wrote, unable to steer a terminal, to turn the reading
 * direction, or to fill a screen. Every problem passes here, so that no writer of one can forget.
 */
public final class Inert {
  private static final int LONGEST = 2_000;

  private Inert() {}

  /**
   * Line ends stay, tabs become spaces; every other odd character is escaped; the end of long text
   * is cut.
   */
  static String text(String text) {
    StringBuilder inert = new StringBuilder(Math.min(text.length(), LONGEST));
    int at = 0;
    while (at < text.length() && inert.length() < LONGEST) {
      int point = text.codePointAt(at);
      at += Character.charCount(point);
      if (point == '\n' || !isHostile(point)) {
        inert.appendCodePoint(point);
      } else if (point == '\t') {
        inert.append("    ");
      } else {
        inert.append(escaped(point));
      }
    }
    return at < text.length() ? inert.append('…').toString() : inert.toString();
  }

  public static String escaped(int point) {
    return String.format(point > 0xFFFF ? "\\U%06X" : "\\u%04X", point);
  }

  /** Whether a character is invisible, steers a terminal, or turns the reading direction. */
  public static boolean isHostile(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
