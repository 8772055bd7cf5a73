package steading.image;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * As much of a Dockerfile as is needed to know which images it starts from, and to put others in
 * their place. Everything else passes through unchanged, line for line.
 */
final class Dockerfile {
  private static final Pattern FROM =
      Pattern.compile(
          "(?<head>\\s*FROM\\s+(?:--\\S+\\s+)*)(?<image>\\S+)(?<tail>(?:\\s+AS\\s+(?<stage>\\S+))?\\s*)",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern COPY_FROM =
      Pattern.compile(
          "(?<head>\\s*COPY\\s+(?:--\\S+\\s+)*?--from=)(?<image>\\S+)(?<tail>\\s.*)",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern ARG =
      Pattern.compile("\\s*ARG\\s+(?<rest>.+)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern DEFAULT =
      Pattern.compile("(?<name>[A-Za-z_]\\w*)=(?:\"(?<q>[^\"]*)\"|'(?<s>[^']*)'|(?<p>\\S*))");
  private static final Pattern VARIABLE =
      Pattern.compile(
          "\\$(?:(?<bare>[A-Za-z_]\\w*)|\\{(?<name>[A-Za-z_]\\w*)(?::(?<mode>[-+])(?<word>[^}]*))?})");

  private final List<Instructions.Instruction> instructions;
  private final List<Use> uses = new ArrayList<>();
  private final Map<Instructions.Instruction, Use> useOf = new HashMap<>();

  /** An image that the Dockerfile starts from or copies out of; {@code line} counts from 1. */
  record Use(String image, int line) {}

  private Dockerfile(List<Instructions.Instruction> instructions, Map<String, String> args) {
    this.instructions = instructions;
    findUses(args);
  }

  static Dockerfile parse(String text, Map<String, String> args) {
    return new Dockerfile(Instructions.split(text), args);
  }

  /** The images from outside, variables resolved, in the order of the file. */
  List<Use> uses() {
    return List.copyOf(uses);
  }

  /** The line of the n-th instruction, counted from 1 as the builder counts its steps; else 0. */
  int lineOfStep(int step) {
    List<Instructions.Instruction> counted =
        instructions.stream().filter(Instructions.Instruction::counted).toList();
    return step >= 1 && step <= counted.size() ? counted.get(step - 1).line() : 0;
  }

  /** The text with other images in place of those that are keys of {@code replacements}. */
  String with(Map<String, String> replacements) {
    StringBuilder out = new StringBuilder();
    for (Instructions.Instruction instruction : instructions) {
      Use use = useOf.get(instruction);
      String replacement = use == null ? null : replacements.get(use.image());
      if (replacement == null) {
        out.append(instruction.text());
        continue;
      }
      Matcher matcher = image(instruction.joined());
      out.append(matcher.group("head"))
          .append(replacement)
          .append(matcher.group("tail").stripTrailing())
          .append('\n');
    }
    return out.toString();
  }

  private static Matcher image(String joined) {
    Matcher from = FROM.matcher(joined);
    if (from.matches()) {
      return from;
    }
    Matcher copy = COPY_FROM.matcher(joined);
    copy.matches();
    return copy;
  }

  private void findUses(Map<String, String> args) {
    Map<String, String> globals = new HashMap<>();
    Set<String> stages = new HashSet<>();
    boolean started = false;
    for (Instructions.Instruction instruction : instructions) {
      String joined = instruction.joined();
      Matcher from = FROM.matcher(joined);
      if (from.matches()) {
        started = true;
        use(instruction, resolve(from.group("image"), globals), stages);
        if (from.group("stage") != null) {
          stages.add(from.group("stage").toLowerCase(Locale.ROOT));
        }
        continue;
      }
      Matcher copy = COPY_FROM.matcher(joined);
      if (copy.matches() && !copy.group("image").matches("[0-9]+")) {
        use(instruction, copy.group("image"), stages);
      }
      Matcher arg = ARG.matcher(joined);
      if (!started && arg.matches()) {
        declare(arg.group("rest"), args, globals);
      }
    }
  }

  private void use(Instructions.Instruction instruction, String image, Set<String> stages) {
    if (image.equals("scratch") || stages.contains(image.toLowerCase(Locale.ROOT))) {
      return;
    }
    Use use = new Use(image, instruction.line());
    uses.add(use);
    useOf.put(instruction, use);
  }

  private static void declare(String rest, Map<String, String> args, Map<String, String> globals) {
    Matcher each = DEFAULT.matcher(rest);
    while (each.find()) {
      String quoted = each.group("q") == null ? each.group("s") : each.group("q");
      String value = quoted == null ? each.group("p") : quoted;
      globals.put(each.group("name"), resolve(value, globals));
    }
    for (String word : rest.strip().split("\\s+", -1)) {
      String name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
      String given = args.get(name);
      if (given != null) {
        globals.put(name, given);
      }
    }
  }

  private static String resolve(String text, Map<String, String> values) {
    String unquoted = text.replace("\"", "").replace("'", "");
    return VARIABLE.matcher(unquoted).replaceAll(m -> Matcher.quoteReplacement(value(m, values)));
  }

  private static String value(MatchResult m, Map<String, String> values) {
    String bare = m.group("bare");
    String value = values.getOrDefault(bare == null ? m.group("name") : bare, "");
    if (m.group("mode") == null) {
      return value;
    }
    boolean wantsWord = m.group("mode").equals("-") == value.isEmpty();
    return wantsWord ? m.group("word") : m.group("mode").equals("-") ? value : "";
  }
}
