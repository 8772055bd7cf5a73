package steading.image;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The rules of a .dockerignore file: the last rule that fits a path decides. */
final class IgnoreRules {
  static final IgnoreRules NONE = new IgnoreRules(List.of());

  private final List<Rule> rules;

  private record Rule(Pattern path, boolean keep) {}

  private IgnoreRules(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  static IgnoreRules parse(List<String> lines) {
    List<Rule> rules = new ArrayList<>();
    for (String line : lines) {
      String text = line.strip();
      if (text.isEmpty() || text.startsWith("#")) {
        continue;
      }
      boolean keep = text.startsWith("!");
      String glob = cleaned(keep ? text.substring(1).strip() : text);
      if (!glob.isEmpty()) {
        rules.add(new Rule(pattern(glob), keep));
      }
    }
    return new IgnoreRules(rules);
  }

  /** Whether the path, relative to the context and with slashes, stays out of the context. */
  boolean ignores(String path) {
    boolean ignored = false;
    for (Rule rule : rules) {
      if (rule.path().matcher(path).matches()) {
        ignored = !rule.keep();
      }
    }
    return ignored;
  }

  /** An ignored directory may still hold kept files when some rule keeps anything. */
  boolean keepsAny() {
    return rules.stream().anyMatch(Rule::keep);
  }

  private static String cleaned(String glob) {
    List<String> parts = new ArrayList<>();
    for (String part : glob.split("/", -1)) {
      if (part.equals("..") && !parts.isEmpty()) {
        parts.removeLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return String.join("/", parts);
  }

  /** A rule for a directory covers everything in it, hence the optional tail. */
  private static Pattern pattern(String glob) {
    try {
      return Pattern.compile(expression(glob) + "(?:/.*)?", Pattern.DOTALL);
    } catch (PatternSyntaxException unfinishedBracket) {
      return Pattern.compile(Pattern.quote(glob) + "(?:/.*)?");
    }
  }

  private static String expression(String glob) {
    StringBuilder out = new StringBuilder();
    int i = 0;
    while (i < glob.length()) {
      char c = glob.charAt(i);
      if (glob.startsWith("**/", i)) {
        out.append("(?:.*/)?");
        i += 3;
      } else if (glob.startsWith("**", i)) {
        out.append(".*");
        i += 2;
      } else {
        i = single(glob, i, c, out);
      }
    }
    return out.toString();
  }

  private static int single(String glob, int i, char c, StringBuilder out) {
    switch (c) {
      case '*' -> out.append("[^/]*");
      case '?' -> out.append("[^/]");
      case '[' -> {
        int end = glob.indexOf(']', i + 2);
        if (end > 0) {
          out.append('[').append(glob.substring(i + 1, end).replace("[", "\\[")).append(']');
          return end + 1;
        }
        out.append("\\[");
      }
      case '\\' -> {
        char next = i + 1 < glob.length() ? glob.charAt(i + 1) : '\\';
        out.append(Pattern.quote(String.valueOf(next)));
        return i + 2;
      }
      default -> out.append(Pattern.quote(String.valueOf(c)));
    }
    return i + 1;
  }
}
