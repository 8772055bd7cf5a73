package steading.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits a Dockerfile into instructions that together are the whole text. */
final class Instructions {
  private static final Pattern ESCAPE =
      Pattern.compile("#\\s*escape\\s*=\\s*([\\\\`])\\s*", Pattern.CASE_INSENSITIVE);
  private static final Pattern DIRECTIVE = Pattern.compile("#\\s*\\w+\\s*=.*");
  private static final Pattern HEREDOC = Pattern.compile("<<-?[\"']?([A-Za-z_]\\w*)[\"']?");

  /**
   * @param text the lines as they stand, comments before the instruction left out of {@code joined}
   * @param joined the instruction in one line, without comments and continuation signs
   * @param counted whether the builder counts it as a step; blank lines and comments are not
   */
  record Instruction(int line, String text, String joined, boolean counted) {}

  private final String[] lines;
  private final char escape;
  private int next;

  private Instructions(String text) {
    this.lines = text.split("\r?\n", -1);
    this.escape = escapeOf(lines);
  }

  static List<Instruction> split(String text) {
    Instructions source = new Instructions(text);
    List<Instruction> all = new ArrayList<>();
    while (source.next < source.lines.length) {
      all.add(source.read());
    }
    return all;
  }

  private Instruction read() {
    int start = next;
    String first = lines[next++];
    if (blankOrComment(first)) {
      return new Instruction(start + 1, lineEnd(first, next), "", false);
    }
    StringBuilder text = new StringBuilder(lineEnd(first, next));
    StringBuilder joined = new StringBuilder();
    String line = first;
    while (continues(line) && next < lines.length) {
      joined.append(line, 0, line.stripTrailing().length() - 1);
      do {
        line = lines[next++];
        text.append(lineEnd(line, next));
      } while (blankOrComment(line) && next < lines.length);
    }
    joined.append(line);
    hereDocuments(joined.toString(), text);
    return new Instruction(start + 1, text.toString(), joined.toString(), true);
  }

  private void hereDocuments(String joined, StringBuilder text) {
    String word = joined.strip().toUpperCase(Locale.ROOT);
    if (!word.startsWith("RUN") && !word.startsWith("COPY") && !word.startsWith("ADD")) {
      return;
    }
    Matcher heredoc = HEREDOC.matcher(joined);
    while (heredoc.find()) {
      int end = lineThatIs(heredoc.group(1));
      while (next <= end) {
        String line = lines[next++];
        text.append(lineEnd(line, next));
      }
    }
  }

  /** The next line that consists of the word; -1 when there is none, and so no here-document. */
  private int lineThatIs(String word) {
    for (int i = next; i < lines.length; i++) {
      if (lines[i].strip().equals(word)) {
        return i;
      }
    }
    return -1;
  }

  private String lineEnd(String line, int following) {
    return following < lines.length ? line + "\n" : line;
  }

  private boolean continues(String line) {
    String trimmed = line.stripTrailing();
    return !trimmed.isEmpty() && trimmed.charAt(trimmed.length() - 1) == escape;
  }

  private static boolean blankOrComment(String line) {
    String trimmed = line.strip();
    return trimmed.isEmpty() || trimmed.startsWith("#");
  }

  /** Directives stand before anything else in the file. */
  private static char escapeOf(String[] lines) {
    for (String line : lines) {
      Matcher matcher = ESCAPE.matcher(line.strip());
      if (matcher.matches()) {
        return matcher.group(1).charAt(0);
      }
      if (!DIRECTIVE.matcher(line.strip()).matches()) {
        break;
      }
    }
    return '\\';
  }
}
