package steading.compose.phase;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import steading.problem.Place;
import steading.problem.Problems;

/** Reads files of {@code KEY=value} lines, as {@code .env} and {@code env_file} name them. */
public final class EnvFile {
  private static final int MAX_BYTES = 1 << 20;
  private static final Pattern NAME =
      Pattern.compile("\\s*(?:export\\s+)?([\\p{L}\\p{N}_.\\-\\[\\]]+)[ \\t]*(=|:|\\r?$)");
  private static final Pattern ESCAPE = Pattern.compile("\\\\([abcfnrtv$\"\\\\]|0\\d{0,3})");

  private final String file;
  private final Map<String, String> lookup;
  private final Problems problems;
  private final Map<String, String> values = new LinkedHashMap<>();
  private int line;

  private EnvFile(String file, Map<String, String> lookup, Problems problems) {
    this.file = file;
    this.lookup = new HashMap<>(lookup);
    this.problems = problems;
  }

  /**
   * The file's variables in order. A name without a value takes the one of {@code variables}; their
   * values also fill {@code $V} in unquoted and double-quoted values.
   */
  public static Map<String, String> read(
      Path file, Map<String, String> variables, Problems problems) {
    EnvFile reader = new EnvFile(file.toString(), variables, problems);
    String text = reader.text(file);
    return text == null ? Map.of() : reader.parse(text);
  }

  /** {@code format: raw}: every line is taken as it stands, quotes and dollar signs, too. */
  public static Map<String, String> readRaw(Path file, Problems problems) {
    EnvFile reader = new EnvFile(file.toString(), Map.of(), problems);
    String text = reader.text(file);
    Map<String, String> values = new LinkedHashMap<>();
    for (String line : text == null ? List.<String>of() : text.lines().toList()) {
      reader.line++;
      int equals = line.indexOf('=');
      if (equals > 0 && !line.startsWith("#")) {
        values.put(line.substring(0, equals).strip(), line.substring(equals + 1));
      } else if (!line.isBlank() && !line.startsWith("#")) {
        reader.problem("has a line that is not KEY=value", "write KEY=value");
      }
    }
    return values;
  }

  private @Nullable String text(Path path) {
    if (!Files.isRegularFile(path)) {
      problem("is not a file", "name an existing file, or set required: false");
      return null;
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length <= MAX_BYTES) {
        return new String(bytes, StandardCharsets.UTF_8);
      }
      problem("is larger than 1 MiB", "keep only variables in it");
    } catch (IOException e) {
      problem("cannot be read", "check the file and its permissions");
    }
    return null;
  }

  private Map<String, String> parse(String text) {
    String rest = text.startsWith("\uFEFF") ? text.substring(1) : text;
    while (!rest.isEmpty()) {
      line++;
      int end = rest.indexOf('\n');
      String first = end < 0 ? rest : rest.substring(0, end);
      String trimmed = first.strip();
      Matcher name = NAME.matcher(first);
      if (trimmed.isEmpty() || trimmed.startsWith("#")) {
        rest = end < 0 ? "" : rest.substring(end + 1);
      } else if (!name.lookingAt()) {
        problem("has a line that is not KEY=value", "write KEY=value, or # before a comment");
        rest = end < 0 ? "" : rest.substring(end + 1);
      } else {
        rest = variable(name, rest, first);
      }
    }
    return values;
  }

  /** Takes one variable off the front of {@code rest}; a quoted value may span lines. */
  private String variable(Matcher name, String rest, String first) {
    String key = name.group(1);
    String value = first.substring(name.end()).stripLeading();
    String below = rest.substring(Math.min(rest.length(), first.length() + 1));
    if (name.group(2).isEmpty()) {
      String known = lookup.get(key);
      if (known != null) {
        values.put(key, known);
      }
      return below;
    }
    if (!value.startsWith("'") && !value.startsWith("\"")) {
      int comment = value.indexOf(" #");
      set(key, expand((comment < 0 ? value : value.substring(0, comment)).stripTrailing()));
      return below;
    }
    char quote = value.charAt(0);
    int start = rest.indexOf(quote, name.end()) + 1;
    int end = closing(rest, start, quote);
    if (end < 0) {
      problem("has a quote that is never closed", "close it");
      return "";
    }
    String written = rest.substring(start, end);
    line += (int) written.chars().filter(c -> c == '\n').count();
    String quoted = written.replace("\\" + quote, "" + quote);
    set(key, quote == '\'' ? quoted : expand(unescaped(quoted)));
    int lineEnd = rest.indexOf('\n', end);
    return lineEnd < 0 ? "" : rest.substring(lineEnd + 1);
  }

  private static int closing(String text, int from, char quote) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == quote) {
        return i;
      }
    }
    return -1;
  }

  /** Escapes that are none stay as they are written. */
  private static String unescaped(String text) {
    StringBuilder out = new StringBuilder();
    Matcher escape = ESCAPE.matcher(text);
    while (escape.find()) {
      String code = escape.group(1);
      String plain =
          switch (code.charAt(0)) {
            case '$' -> "$$";
            case 'a' -> "\u0007";
            case 'b' -> "\b";
            case 'c' -> escape.group();
            case 'f' -> "\f";
            case 'n' -> "\n";
            case 'r' -> "\r";
            case 't' -> "\t";
            case 'v' -> "\u000B";
            case '0' -> octal(escape.group(), code.substring(1));
            default -> code;
          };
      escape.appendReplacement(out, Matcher.quoteReplacement(plain));
    }
    return escape.appendTail(out).toString();
  }

  private static String octal(String written, String digits) {
    boolean byteSized = digits.matches("[0-3][0-7]{2}");
    return byteSized ? Character.toString(Integer.parseInt(digits, 8)) : written;
  }

  private void set(String key, String value) {
    values.put(key, value);
    lookup.putIfAbsent(key, value);
  }

  private String expand(String value) {
    try {
      return Template.expand(value, lookup, variable -> {});
    } catch (Template.Malformed e) {
      problem("has a value with a \"$\" in it that names no variable", "write single quotes");
      return value;
    }
  }

  private void problem(String what, String fix) {
    Place place = line == 0 ? Place.of(file) : new Place(file, line, 1);
    problems.at(place, "compose.env-file", "the file of variables " + what, fix);
  }
}
