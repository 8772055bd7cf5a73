package steading.app;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import steading.compose.yaml.Fields;
import steading.compose.yaml.Node;
import steading.compose.yaml.Yaml;
import steading.compose.yaml.YamlWriter;
import steading.problem.Problems;

/**
 * What the owner of an app wants of its backups.
 *
 * @param everywhere for every repository
 * @param repositories what differs for some of them, by their names
 */
public record Wishes(Routine everywhere, Map<String, Routine> repositories) {
  public static final Wishes NONE = new Wishes(Routine.UNSAID, Map.of());
  static final String KEY = "backup";
  private static final String REPOSITORIES = "repositories";

  public Wishes {
    repositories = Collections.unmodifiableMap(new TreeMap<>(repositories));
  }

  /** What is said of one repository. */
  public Routine of(String repository) {
    return repositories.getOrDefault(repository, Routine.UNSAID).over(everywhere);
  }

  /**
   * With one thing changed, as a command says it.
   *
   * @param path a key such as {@code schedule}, or one of a repository such as {@code disk.keep}
   * @param value as in the file; {@code keep} in words such as {@code last 3, daily 7}; empty: no
   *     longer said
   */
  public Wishes with(String path, String value) {
    Map<String, Object> tree = new LinkedHashMap<>(tree());
    int dot = path.indexOf('.');
    if (dot < 0) {
      put(tree, path, value);
    } else {
      Map<String, Object> each = new LinkedHashMap<>();
      repositories.forEach((name, routine) -> each.put(name, routine.tree()));
      Map<String, Object> one =
          new LinkedHashMap<>(
              repositories.getOrDefault(path.substring(0, dot), Routine.UNSAID).tree());
      put(one, path.substring(dot + 1), value);
      each.put(path.substring(0, dot), one);
      tree.put(REPOSITORIES, each);
    }
    return parsed(tree);
  }

  private static void put(Map<String, Object> tree, String key, String value) {
    if (value.isBlank()) {
      tree.remove(key);
    } else if (key.equals(Keep.KEY) && value.contains(" ")) {
      tree.put(key, counts(value));
    } else {
      tree.put(key, value);
    }
  }

  private static Map<String, Object> counts(String words) {
    Map<String, Object> counts = new LinkedHashMap<>();
    for (String part : words.split(",", -1)) {
      String[] both = part.strip().split("[ =:]+", 2);
      counts.put(both[0], both.length == 1 ? "" : both[1]);
    }
    return counts;
  }

  /** What a file would refuse is refused here too; there is no line to point to. */
  private static Wishes parsed(Map<String, Object> tree) {
    Problems problems = new Problems();
    String text = YamlWriter.write(Map.of(KEY, tree));
    Node root = Yaml.parse(KEY, text.getBytes(StandardCharsets.UTF_8), problems);
    Wishes wishes = root == null ? NONE : read(Fields.of(root, problems), problems);
    Problems placeless = new Problems();
    problems.list().forEach(problem -> placeless.add(FilePlaces.placed(null, problem)));
    placeless.raiseIfAny();
    return wishes;
  }

  static Wishes read(Fields parent, Problems problems) {
    Fields fields = parent.fields(KEY);
    if (fields == null) {
      return NONE;
    }
    Routine everywhere = Routine.ofApp(fields);
    Map<String, Routine> each = new TreeMap<>();
    fields
        .entries(REPOSITORIES)
        .forEach((name, entry) -> {
          Fields one = Fields.of(entry.value(), problems);
          each.put(name, Routine.ofRepository(one));
          if (one.has("prune")) {
            one.problem(
                "prune",
                "backup.not-here",
                "a repository is pruned for all of its apps",
                "write it in repositories.yaml");
          }
          one.done();
        });
    fields.done();
    return new Wishes(everywhere, each);
  }

  /** The values as YAML has them; empty where nothing is said. */
  Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>(everywhere.tree());
    if (!repositories.isEmpty()) {
      Map<String, Object> each = new LinkedHashMap<>();
      repositories.forEach((name, routine) -> each.put(name, routine.tree()));
      tree.put(REPOSITORIES, each);
    }
    return tree;
  }
}
