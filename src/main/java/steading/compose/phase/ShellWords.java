package steading.compose.phase;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Splits a command into words by the quoting rules of a POSIX shell; nothing is ever expanded. */
public final class ShellWords {
  private final String text;
  private final List<String> words = new ArrayList<>();
  private @Nullable StringBuilder word;
  private int at;

  private ShellWords(String text) {
    this.text = text;
  }

  /** Null when a quote is never closed. */
  public static @Nullable List<String> split(String text) {
    ShellWords split = new ShellWords(text);
    return split.run() ? split.words : null;
  }

  private boolean run() {
    while (at < text.length()) {
      char c = text.charAt(at++);
      switch (c) {
        case ' ', '\t', '\n', '\r' -> endWord();
        case '\'' -> {
          int end = text.indexOf('\'', at);
          if (end < 0) {
            return false;
          }
          word().append(text, at, end);
          at = end + 1;
        }
        case '"' -> {
          if (!doubleQuoted()) {
            return false;
          }
        }
        case '\\' -> {
          if (at == text.length()) {
            return false;
          }
          escaped(text.charAt(at++));
        }
        default -> word().append(c);
      }
    }
    endWord();
    return true;
  }

  private boolean doubleQuoted() {
    StringBuilder current = word();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return true;
      }
      if (c == '\\' && at < text.length() && "\"\\$`\n".indexOf(text.charAt(at)) >= 0) {
        c = text.charAt(at++);
        if (c == '\n') {
          continue;
        }
      }
      current.append(c);
    }
    return false;
  }

  private void escaped(char c) {
    if (c != '\n') {
      word().append(c);
    }
  }

  private StringBuilder word() {
    if (word == null) {
      word = new StringBuilder();
    }
    return word;
  }

  private void endWord() {
    if (word != null) {
      words.add(word.toString());
      word = null;
    }
  }
}
