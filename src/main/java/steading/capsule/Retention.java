package steading.capsule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import steading.app.Keep;

/** Which capsules of one app in one repository may go. Pure: it is asked before anything goes. */
final class Retention {
  /** As long as a removed app's volumes are kept. */
  static final Duration SPECIAL = Duration.ofDays(30);

  /**
   * How many stay.
   *
   * @param said whether the owner said so: where he did not, what he made by hand stays for a while
   */
  record Rule(Keep keep, boolean said, ZoneId zone) {}

  private Retention() {}

  /**
   * The newest always stays, and so does what is needed.
   *
   * @param needed ids of capsules that something else counts on
   */
  static List<Capsule> outdated(List<Capsule> all, Rule rule, Set<String> needed, Instant now) {
    Keep keep = rule.keep();
    ZoneId zone = rule.zone();
    List<Capsule> sorted =
        all.stream().sorted(Comparator.comparing(Capsule::time).reversed()).toList();
    List<Capsule> usual =
        sorted.stream()
            .filter(each -> !each.occasion().special() && !stays(each, rule, now))
            .toList();
    Set<String> kept = new HashSet<>(needed);
    if (!sorted.isEmpty()) {
      kept.add(sorted.getFirst().id());
    }
    usual.stream().limit(Math.max(1, keep.last())).forEach(each -> kept.add(each.id()));
    newestOf(usual, keep.hourly(), hour(zone), kept);
    newestOf(usual, keep.daily(), each -> at(each, zone).toLocalDate(), kept);
    newestOf(usual, keep.weekly(), week(zone), kept);
    newestOf(usual, keep.monthly(), month(zone), kept);
    newestOf(usual, keep.yearly(), each -> at(each, zone).getYear(), kept);
    List<Capsule> outdated = new ArrayList<>();
    for (Capsule each : sorted) {
      if (!stays(each, rule, now) && !kept.contains(each.id())) {
        outdated.add(each);
      }
    }
    return outdated;
  }

  private static boolean stays(Capsule capsule, Rule rule, Instant now) {
    boolean meant =
        capsule.occasion().special() || (capsule.occasion() == Occasion.HAND && !rule.said());
    return meant && capsule.time().plus(SPECIAL).isAfter(now);
  }

  private static void newestOf(
      List<Capsule> sorted, int count, Function<Capsule, Object> period, Set<String> kept) {
    Set<Object> seen = new HashSet<>();
    for (Capsule each : sorted) {
      if (seen.size() < count && seen.add(period.apply(each))) {
        kept.add(each.id());
      }
    }
  }

  private static ZonedDateTime at(Capsule capsule, ZoneId zone) {
    return capsule.time().atZone(zone);
  }

  /** Where clocks are set back, one hour comes twice. */
  private static Function<Capsule, Object> hour(ZoneId zone) {
    return each ->
        List.of(at(each, zone).toLocalDate(), at(each, zone).getHour(), at(each, zone).getOffset());
  }

  private static Function<Capsule, Object> week(ZoneId zone) {
    return each ->
        List.of(
            at(each, zone).get(IsoFields.WEEK_BASED_YEAR),
            at(each, zone).get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
  }

  private static Function<Capsule, Object> month(ZoneId zone) {
    return each -> List.of(at(each, zone).getYear(), at(each, zone).getMonthValue());
  }
}
