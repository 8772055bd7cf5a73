package steading.cli.terminal;

import steading.problem.Inert;

/** Text from apps and names, unable to move the cursor, hide or reverse anything. */
public final class Clean {
  private Clean() {}

  /** Control characters and those that change the direction of text become {@code ?}. */
  public static String line(String text) {
    return clean(text, false);
  }

  /** As a line, but line ends and tabs stay. */
  public static String lines(String text) {
    return clean(text, true);
  }

  private static String clean(String text, boolean keepLines) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~') {
        return slowly(text, keepLines);
      }
    }
    return text;
  }

  private static String slowly(String text, boolean keepLines) {
    StringBuilder clean = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      boolean kept = keepLines && (c == '\n' || c == '\t');
      clean.appendCodePoint(kept || !Inert.isHostile(c) ? c : '?');
    }
    return clean.toString();
  }

  /**
   * A line of an app's log: colours stay when {@code colours}, every other escape sequence goes
   * whole.
   */
  public static String log(String text, boolean colours) {
    if (text.indexOf('\u001b') < 0 && text.indexOf('\u009b') < 0) {
      return tabbed(text);
    }
    StringBuilder clean = new StringBuilder(text.length());
    int at = 0;
    boolean coloured = false;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c != '\u001b' && c != '\u009b') {
        clean.append(c);
        at++;
        continue;
      }
      int end = Escape.end(text, at);
      if (colours && Escape.isColour(text, at, end)) {
        clean.append(text, at, end);
        coloured = true;
      }
      at = end;
    }
    return coloured ? kept(clean.toString()) + "\u001b[0m" : tabbed(clean.toString());
  }

  private static String tabbed(String text) {
    return text.indexOf('\t') < 0 ? line(text) : line(text.replace("\t", "    "));
  }

  /** Cleans everything between the colours. */
  private static String kept(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      int escape = text.indexOf('\u001b', at);
      int stop = escape < 0 ? text.length() : escape;
      clean.append(tabbed(text.substring(at, stop)));
      at = escape < 0 ? stop : Escape.end(text, escape);
      clean.append(text, stop, at);
    }
    return clean.toString();
  }
}
