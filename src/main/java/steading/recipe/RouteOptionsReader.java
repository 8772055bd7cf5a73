package steading.recipe;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import steading.compose.yaml.Fields;
import steading.compose.yaml.Node;
import steading.problem.Nearest;
import steading.problem.Problems;

/** Reads what a recipe or an owner wants done with the requests of a route. */
public final class RouteOptionsReader {
  private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9._~/-]{0,200}");
  private static final Pattern USER = Pattern.compile("[a-z][a-z0-9_.-]{0,31}");
  private static final Pattern HEADER = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,62}");
  private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e]{0,2000}");
  private static final List<String> PROTOCOLS = List.of("h1", "h2");
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(1);

  /** The gateway's own: whoever could set these could make one request look like another. */
  private static final Set<String> KEPT =
      Set.of(
          "host",
          "connection",
          "content-length",
          "transfer-encoding",
          "te",
          "trailer",
          "upgrade",
          "keep-alive",
          "proxy-connection",
          "expect",
          "forwarded",
          "x-real-ip",
          "date",
          "strict-transport-security",
          "content-encoding");

  private final Problems problems;

  public RouteOptionsReader(Problems problems) {
    this.problems = problems;
  }

  /** Reads what stands beside {@code service} and {@code port} in a recipe. */
  public RouteOptions recipes(Fields fields) {
    return options(fields, null);
  }

  /** Reads what the owner says, who may also choose the path. */
  public RouteOptions owners(Fields fields) {
    String path = fields.text("path");
    if (path != null) {
      path(fields, path, problems);
    }
    RouteOptions options = options(fields, path);
    fields.done();
    return options;
  }

  /** Adds a problem where {@code path} is no path that can be routed. */
  static void path(Fields fields, String path, Problems problems) {
    if (!PATH.matcher(path).matches() || path.contains("//") || path.contains("/.")) {
      problems.at(
          fields.place("path"),
          "recipe.bad-path",
          Shown.quoted(path) + " is not a path that can be routed",
          "begin it with / and use letters, digits, dots and dashes; for example /api");
    }
  }

  private RouteOptions options(Fields fields, @Nullable String path) {
    return new RouteOptions(
        path,
        fields.bool("strip"),
        protocol(fields),
        fields.size("upload"),
        time(fields, "timeout"),
        time(fields, "idle"),
        fields.bool("stream"),
        fields.bool("compression"),
        words(fields, "users", this::isUser),
        words(fields, "allow", this::isNetwork),
        headers(fields, "request-headers"),
        headers(fields, "headers"));
  }

  private static @Nullable String protocol(Fields fields) {
    String word = fields.text("proto");
    if (word != null && !PROTOCOLS.contains(word)) {
      fields.problem(
          "proto",
          "route.bad-proto",
          Shown.quoted(word) + " is no protocol between the gateway and an app",
          Nearest.hint(word, PROTOCOLS, ""));
    }
    return word;
  }

  private static @Nullable Duration time(Fields fields, String key) {
    Duration time = fields.duration(key);
    if (time != null && (time.compareTo(SHORTEST) < 0 || time.compareTo(LONGEST) > 0)) {
      fields.problem(
          key,
          "route.bad-" + key,
          "\"" + key + "\" must be between 1s and 24h",
          "write a time such as 90s or 10m");
    }
    return time;
  }

  private interface Judge {
    boolean accepts(Node.Scalar word);
  }

  private @Nullable List<String> words(Fields fields, String key, Judge judge) {
    if (!fields.has(key)) {
      return null;
    }
    Set<String> words = new LinkedHashSet<>();
    for (Node item : fields.list(key)) {
      if (!(item instanceof Node.Scalar word)) {
        problems.at(item.place(), "route.bad-" + key, "one word is expected", "write - WORD");
      } else if (judge.accepts(word)) {
        words.add(word.text());
      }
    }
    return List.copyOf(words);
  }

  private boolean isUser(Node.Scalar word) {
    boolean good = USER.matcher(word.text()).matches();
    if (!good) {
      problems.at(
          word.place(),
          "route.bad-user",
          Shown.quoted(word.text()) + " cannot be the name of a user",
          "use small letters, digits, dots, dashes and underscores, a letter first");
    }
    return good;
  }

  private boolean isNetwork(Node.Scalar word) {
    boolean good = Networks.is(word.text());
    if (!good) {
      problems.at(
          word.place(),
          "route.bad-network",
          Shown.quoted(word.text()) + " is no address and no network",
          "write one such as 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32");
    }
    return good;
  }

  private @Nullable Map<String, String> headers(Fields fields, String key) {
    if (!fields.has(key)) {
      return null;
    }
    Map<String, String> headers = new LinkedHashMap<>(fields.textMap(key));
    fields
        .entries(key)
        .forEach((name, entry) -> {
          String lower = name.toLowerCase(Locale.ROOT);
          if (!HEADER.matcher(name).matches()) {
            problems.at(
                entry.keyPlace(),
                "route.bad-header",
                Shown.quoted(name) + " cannot be the name of a header",
                "use letters, digits and dashes, a letter first");
          } else if (KEPT.contains(lower) || lower.startsWith("x-forwarded-")) {
            problems.at(
                entry.keyPlace(),
                "route.kept-header",
                "the header " + name + " is the gateway's own",
                "remove it");
          }
          if (!VALUE.matcher(headers.getOrDefault(name, "")).matches()) {
            problems.at(
                entry.value().place(),
                "route.bad-header-value",
                "the value of " + Shown.quoted(name) + " cannot stand in a header",
                "use at most 2000 characters of ASCII, on one line");
          }
        });
    return headers;
  }
}
