package steading.recipe;

import steading.problem.Inert;

/**
 * What somebody typed, made fit for a message: short, on one line, and without characters that
 * steer a terminal or turn the reading direction.
 */
public final class Shown {
  private static final int LONGEST = 40;

  private Shown() {}

  /** The input in quotes, shortened, every odd character escaped. */
  public static String quoted(String input) {
    StringBuilder text = new StringBuilder("\"");
    int taken = 0;
    int at = 0;
    while (at < input.length() && taken < LONGEST) {
      int point = input.codePointAt(at);
      append(text, point);
      at += Character.charCount(point);
      taken++;
    }
    if (at < input.length()) {
      text.append("…\" (").append(input.length()).append(" characters)");
      return text.toString();
    }
    return text.append('"').toString();
  }

  /** Whether a character is invisible, steers a terminal, or turns the reading direction. */
  public static boolean isHostile(int point) {
    return Inert.isHostile(point);
  }

  private static void append(StringBuilder text, int point) {
    if (isHostile(point) || Character.getType(point) == Character.UNASSIGNED) {
      text.append(Inert.escaped(point));
    } else {
      if (point == '"' || point == '\\') {
        text.append('\\');
      }
      text.appendCodePoint(point);
    }
  }
}
