package steading.app;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import steading.compose.yaml.Fields;
import steading.compose.yaml.Node;

/**
 * How many capsules are kept: the last ones, and the newest of each of so many hours, days, weeks,
 * months and years in which there are any. A capsule that one of them keeps is kept.
 */
public record Keep(int last, int hourly, int daily, int weekly, int monthly, int yearly) {
  public static final Keep ALL = new Keep(Integer.MAX_VALUE, 0, 0, 0, 0, 0);

  /** Of backups that are made every night. */
  public static final Keep NIGHTLY = new Keep(3, 0, 7, 5, 12, 0);

  /** Of backups that are made more often. */
  public static final Keep HOURLY = new Keep(3, 24, 7, 5, 12, 0);

  static final String KEY = "keep";
  private static final String EVERYTHING = "all";
  private static final int MOST = 10_000;
  private static final List<String> KEYS =
      List.of("last", "hourly", "daily", "weekly", "monthly", "yearly");

  /** What stands under {@code keep}; null when nothing does, or nothing that could be followed. */
  static @Nullable Keep read(Fields parent) {
    Node node = parent.node(KEY);
    if (node == null) {
      return null;
    }
    if (node instanceof Node.Scalar scalar && scalar.text().equals(EVERYTHING)) {
      return ALL;
    }
    Fields fields = parent.fields(KEY);
    if (fields == null) {
      return null;
    }
    int[] counts = KEYS.stream().mapToInt(key -> count(fields, key)).toArray();
    fields.done();
    return kept(parent, counts);
  }

  private static int count(Fields fields, String key) {
    int count = fields.integer(key, 0);
    if (count < 0 || count > MOST) {
      fields.problem(
          key,
          "backup.bad-keep",
          "so many capsules cannot be kept: " + count,
          "write a whole number from 0 to " + MOST);
      return 1;
    }
    return count;
  }

  /** Keeping nothing would make every backup delete itself. */
  private static @Nullable Keep kept(Fields parent, int[] counts) {
    Keep keep = new Keep(counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]);
    if (keep.equals(new Keep(0, 0, 0, 0, 0, 0))) {
      parent.problem(
          KEY,
          "backup.keeps-nothing",
          "no capsule would be kept",
          "keep at least one, such as last: 3; or write schedule: none to make none");
      return null;
    }
    return keep;
  }

  /** As YAML has it. */
  Object tree() {
    if (equals(ALL)) {
      return EVERYTHING;
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    List<Integer> counts = counts();
    for (int i = 0; i < counts.size(); i++) {
      if (counts.get(i) > 0) {
        tree.put(KEYS.get(i), counts.get(i));
      }
    }
    return tree;
  }

  /** For people. */
  public String text() {
    if (equals(ALL)) {
      return EVERYTHING;
    }
    StringBuilder text = new StringBuilder();
    List<Integer> counts = counts();
    for (int i = 0; i < counts.size(); i++) {
      if (counts.get(i) > 0) {
        text.append(text.isEmpty() ? "" : ", ")
            .append(KEYS.get(i))
            .append(' ')
            .append(counts.get(i));
      }
    }
    return text.toString();
  }

  private List<Integer> counts() {
    return List.of(last, hourly, daily, weekly, monthly, yearly);
  }
}
