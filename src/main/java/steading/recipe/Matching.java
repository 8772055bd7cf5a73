package steading.recipe;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Regular expressions of recipes, which may be clumsy or malicious: a short one can keep a
 * processor busy for years, and a long one takes as long only to be read.
 */
final class Matching {
  private static final int LONGEST = 500;
  private static final int MOST_LOOKS = 2_000_000;

  private Matching() {}

  /** Null when it is an expression. */
  static @Nullable String whyNot(String pattern) {
    if (pattern.length() > LONGEST) {
      return "it is longer than " + LONGEST + " characters";
    }
    try {
      Pattern.compile(pattern);
      return null;
    } catch (PatternSyntaxException e) {
      return e.getDescription();
    }
  }

  /** Whether all of the text matches; one that cannot be told in reasonable time does not. */
  static boolean matches(String pattern, String text) {
    try {
      return Pattern.compile(pattern).matcher(new Watched(text, new int[1])).matches();
    } catch (TooMuch | StackOverflowError e) {
      return false;
    }
  }

  private static final class TooMuch extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Counts how often the matcher looks at a character, which is all that it does. */
  private record Watched(CharSequence text, int[] looks) implements CharSequence {
    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if (++looks[0] > MOST_LOOKS) {
        throw new TooMuch();
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Watched(text.subSequence(start, end), looks);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
