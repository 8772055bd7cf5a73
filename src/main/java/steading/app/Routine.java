package steading.app;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import steading.compose.yaml.Durations;
import steading.compose.yaml.Fields;
import steading.recipe.Schedule;
import steading.recipe.Shown;

/**
 * What is done by itself for the safety of data, as an owner says it; null where he says nothing.
 *
 * @param schedule when capsules are made; {@link #NONE}: never
 * @param jitter each app's backup comes up to so much later, always the same
 * @param zone in which the times are meant
 * @param keep which capsules stay
 * @param drill when one of them is proved
 * @param prune when a repository gives back the room of what was forgotten
 */
public record Routine(
    @Nullable String schedule,
    @Nullable Duration jitter,
    @Nullable String zone,
    @Nullable Keep keep,
    @Nullable String drill,
    @Nullable String prune) {
  public static final Routine UNSAID = new Routine(null, null, null, null, null, null);
  public static final String NONE = "none";

  private static final String SCHEDULE = "schedule";
  private static final String JITTER = "jitter";
  private static final String ZONE = "time-zone";
  private static final String DRILL = "drill";
  private static final String PRUNE = "prune";
  private static final Duration LONGEST_JITTER = Duration.ofHours(24);

  /** Where this says nothing, the other is heard. */
  public Routine over(Routine other) {
    return new Routine(
        said(schedule, other.schedule),
        said(jitter, jitterOf(other)),
        said(zone, other.zone),
        said(keep, other.keep),
        said(drill, other.drill),
        said(prune, other.prune));
  }

  /** Another's jitter goes with another's schedule: who says 03:00 means 03:00. */
  private @Nullable Duration jitterOf(Routine other) {
    return schedule == null ? other.jitter : Duration.ZERO;
  }

  private static <T> @Nullable T said(@Nullable T own, @Nullable T other) {
    return own == null ? other : own;
  }

  /** Reads what can be said of one app. */
  static Routine ofApp(Fields fields) {
    return new Routine(
        words(fields, SCHEDULE),
        jitter(fields),
        zone(fields),
        Keep.read(fields),
        words(fields, DRILL),
        null);
  }

  /** Reads what can be said of a repository. */
  public static Routine ofRepository(Fields fields) {
    return new Routine(
        words(fields, SCHEDULE),
        jitter(fields),
        zone(fields),
        Keep.read(fields),
        null,
        words(fields, PRUNE));
  }

  /** Reads what can be said of all. */
  static Routine ofHome(Fields fields) {
    return new Routine(
        words(fields, SCHEDULE),
        jitter(fields),
        zone(fields),
        Keep.read(fields),
        words(fields, DRILL),
        words(fields, PRUNE));
  }

  /** The values as YAML has them. */
  public Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    put(tree, SCHEDULE, schedule);
    put(tree, JITTER, jitter == null ? null : Durations.text(jitter));
    put(tree, ZONE, zone);
    put(tree, Keep.KEY, keep == null ? null : keep.tree());
    put(tree, DRILL, drill);
    put(tree, PRUNE, prune);
    return tree;
  }

  private static void put(Map<String, Object> tree, String key, @Nullable Object value) {
    if (value != null) {
      tree.put(key, value);
    }
  }

  private static @Nullable String words(Fields fields, String key) {
    String words = fields.text(key);
    if (words == null || words.equals(NONE) || Schedule.parse(words).isPresent()) {
      return words;
    }
    fields.problem(
        key,
        "backup.bad-schedule",
        Shown.quoted(words) + " is no time that comes again",
        "write none, or a schedule such as " + Schedule.EXAMPLES);
    return null;
  }

  private static @Nullable Duration jitter(Fields fields) {
    Duration jitter = fields.duration(JITTER);
    if (jitter != null && (jitter.isNegative() || jitter.compareTo(LONGEST_JITTER) > 0)) {
      fields.problem(
          JITTER,
          "backup.bad-jitter",
          "a backup cannot be put off by that much",
          "write a duration of at most 24h, such as 30m");
      return null;
    }
    return jitter;
  }

  private static @Nullable String zone(Fields fields) {
    String zone = fields.text(ZONE);
    try {
      return zone == null ? null : ZoneId.of(zone).getId();
    } catch (DateTimeException e) {
      fields.problem(
          ZONE,
          "backup.bad-zone",
          Shown.quoted(Objects.requireNonNull(zone)) + " is no time zone",
          "write one such as Europe/Berlin or UTC");
      return null;
    }
  }
}
