package steading.capsule;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import steading.problem.Problem;
import steading.problem.ProblemException;

/**
 * What of an app is restored by itself.
 *
 * @param name of a volume, or of a database's service
 * @param inner the path in the volume, or one database of the service; empty for all of it
 */
public record Part(Kind kind, String name, String inner) {
  private static final Pattern SPECIAL = Pattern.compile("[\\\\*?\\[\\]]");

  /** What it is of. */
  public enum Kind {
    VOLUME,
    DATABASE
  }

  /** A whole volume. */
  public static Part volume(String name) {
    return new Part(Kind.VOLUME, name, "");
  }

  /** As {@code VOLUME/PATH}. */
  public static Part path(String words) {
    int slash = words.indexOf('/');
    String inner = slash < 0 ? "" : Path.of("/" + words.substring(slash)).normalize().toString();
    if (slash < 1 || inner.length() < 2 || List.of(words.split("/", -1)).contains("..")) {
      throw Problem.usage(
              "restore.bad-path",
              "\"" + words + "\" is no path in a volume",
              "write VOLUME/PATH, such as uploads/2026/plan.pdf")
          .raise();
    }
    return new Part(Kind.VOLUME, words.substring(0, slash), inner.substring(1));
  }

  /** As {@code SERVICE} or {@code SERVICE/DATABASE}. */
  public static Part database(String words) {
    int slash = words.indexOf('/');
    return slash < 0
        ? new Part(Kind.DATABASE, words, "")
        : new Part(Kind.DATABASE, words.substring(0, slash), words.substring(slash + 1));
  }

  static Part read(String text) {
    String[] words = text.split("\n", 3);
    return new Part(Kind.valueOf(words[0]), words[1], words[2]);
  }

  String text() {
    return kind + "\n" + name + "\n" + inner;
  }

  /** As restic's filters want it: from the volume's top, and with no character that means many. */
  String pattern() {
    return "/" + SPECIAL.matcher(inner).replaceAll("\\\\$0");
  }

  /** For people. */
  public String shown() {
    String whole = inner.isEmpty() ? name : name + "/" + inner;
    return kind == Kind.VOLUME && inner.isEmpty()
        ? "volume " + name
        : (kind == Kind.VOLUME ? "" : "database ") + whole;
  }

  ProblemException unknown(String where, List<String> known) {
    String what = kind == Kind.VOLUME ? "volume" : "database";
    return Problem.notFound(
            "restore.no-" + what,
            where + " has no " + what + " named \"" + name + "\"",
            known.isEmpty() ? "it has none" : "it has " + String.join(", ", known))
        .raise();
  }
}
