package steading.recipe;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import steading.compose.yaml.Fields;
import steading.compose.yaml.Node;
import steading.problem.Nearest;
import steading.problem.Problems;
import steading.recipe.Keeping.Database;
import steading.recipe.Keeping.Kind;
import steading.recipe.Keeping.Quiet;
import steading.recipe.Keeping.Way;

/** Reads {@code databases:}, {@code volumes:} and {@code quiesce:}, which are about backups. */
final class KeepingReader {
  private static final List<String> KINDS =
      Stream.of(Kind.values()).map(kind -> kind.name().toLowerCase(Locale.ROOT)).toList();
  private static final List<String> WAYS = List.of("pause", "stop", "command");
  private static final Pattern FILE =
      Pattern.compile("(?!.*(?:^|/)\\.\\.?(?:/|$))[A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+)*");

  private final ServiceNames services;
  private final Problems problems;

  KeepingReader(ServiceNames services, Problems problems) {
    this.services = services;
    this.problems = problems;
  }

  Keeping read(Fields parent) {
    Map<String, Database> databases = new LinkedHashMap<>();
    parent
        .entries("databases")
        .forEach((service, entry) -> {
          services.check(entry.keyPlace(), service);
          databases.put(service, database(service, Fields.of(entry.value(), problems)));
        });
    Set<String> leftOut = new HashSet<>();
    parent
        .entries("volumes")
        .forEach((volume, entry) -> {
          Fields fields = Fields.of(entry.value(), problems);
          if (!fields.bool("backup", true)) {
            leftOut.add(volume);
          }
          fields.done();
        });
    return new Keeping(parent.has("databases") ? databases : null, leftOut, quiesce(parent));
  }

  private static Database database(String service, Fields fields) {
    Kind kind = kind(fields);
    String user = fields.text("user");
    String volume = fields.text("volume");
    String file = fields.text("file");
    if (kind == Kind.SQLITE) {
      fields.required("volume", "file");
      if (file != null && !FILE.matcher(file).matches()) {
        fields.problem(
            "file",
            "recipe.bad-file",
            Shown.quoted(file) + " is no path inside a volume",
            "write it as data/app.db");
      }
    } else if (file != null) {
      fields.problem("file", "recipe.no-file", "only sqlite has a file", "remove it");
    }
    fields.done();
    return new Database(service, kind, user, volume, file);
  }

  private static Kind kind(Fields fields) {
    String kind = fields.requiredText("kind");
    if (!KINDS.contains(kind)) {
      if (!kind.isEmpty()) {
        fields.problem(
            "kind",
            "recipe.unknown-kind",
            Shown.quoted(kind) + " is no database that Steading knows",
            Nearest.hint(kind, KINDS, ""));
      }
      return Kind.POSTGRES;
    }
    return Kind.valueOf(kind.toUpperCase(Locale.ROOT));
  }

  /** {@code none}, or how each service is held still. */
  private @Nullable Map<String, Quiet> quiesce(Fields parent) {
    Node node = parent.node("quiesce");
    if (node == null) {
      return null;
    }
    if (node instanceof Node.Scalar scalar && scalar.text().equals("none")) {
      return Map.of();
    }
    Map<String, Quiet> all = new LinkedHashMap<>();
    parent
        .entries("quiesce")
        .forEach((service, entry) -> {
          services.check(entry.keyPlace(), service);
          all.put(service, quiet(Fields.of(entry.value(), problems)));
        });
    return all;
  }

  private static Quiet quiet(Fields fields) {
    String way = fields.requiredText("way");
    List<String> before = fields.texts("before");
    List<String> after = fields.texts("after");
    if (!WAYS.contains(way) && !way.isEmpty()) {
      fields.problem(
          "way",
          "recipe.unknown-way",
          Shown.quoted(way) + " is no way to hold a service still",
          Nearest.hint(way, WAYS, ""));
    }
    boolean command = way.equals("command");
    if (command && before.isEmpty()) {
      fields.problem(
          "before", "recipe.empty-command", "there is no command", "write [program, argument]");
    }
    if (!command && !(before.isEmpty() && after.isEmpty())) {
      fields.problem("way", "recipe.unused-command", "commands need way: command", "write that");
    }
    fields.done();
    Way chosen = WAYS.contains(way) ? Way.valueOf(way.toUpperCase(Locale.ROOT)) : Way.PAUSE;
    return new Quiet(chosen, before, after);
  }
}
