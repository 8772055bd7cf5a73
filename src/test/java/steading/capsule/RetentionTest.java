package steading.capsule;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import steading.app.Keep;
import steading.capsule.Retention.Rule;
import steading.capsule.repo.Place;
import steading.capsule.repo.Repository;
import steading.capsule.repo.Terms;

class RetentionTest {
  private static final Instant NOW = Instant.parse("2026-03-25T12:00:00Z");
  private static final Repository DISK =
      new Repository(
          "disk", new Place.Local(Path.of("/mnt")), Map.of("password", "x"), Terms.USUAL);

  private static Capsule capsule(String id, Instant time, Occasion occasion) {
    return new Capsule(DISK, id, "hello", "s" + id, time, 1, 1, 1, Duration.ZERO, occasion);
  }

  /** One a night, the first of them the newest. */
  private static List<Capsule> nightly(int count) {
    List<Capsule> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Instant time = Instant.parse("2026-03-25T03:00:00Z").minus(Duration.ofDays(i));
      all.add(capsule("n" + i, time, Occasion.SCHEDULE));
    }
    return all;
  }

  private static Rule said(Keep keep) {
    return new Rule(keep, true, ZoneOffset.UTC);
  }

  private static List<String> left(List<Capsule> all, Rule rule) {
    return left(all, rule, Set.of());
  }

  private static List<String> left(List<Capsule> all, Rule rule, Set<String> needed) {
    List<Capsule> gone = Retention.outdated(all, rule, needed, NOW);
    return all.stream().filter(each -> !gone.contains(each)).map(Capsule::id).toList();
  }

  @Test
  void the_last_ones_stay() {
    assertThat(left(nightly(10), said(new Keep(3, 0, 0, 0, 0, 0))))
        .containsExactly("n0", "n1", "n2");
  }

  @Test
  void the_newest_of_each_day_week_month_and_year_stays() {
    // 25 March 2026 is a Wednesday: the week before ended with n3.
    List<String> left = left(nightly(500), said(new Keep(0, 0, 2, 3, 3, 2)));

    assertThat(left).containsExactly("n0", "n1", "n3", "n10", "n25", "n53", "n84");
  }

  @Test
  void of_one_hour_only_the_newest_stays() {
    List<Capsule> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Instant time = NOW.minus(Duration.ofMinutes(1 + 20L * i));
      all.add(capsule("h" + i, time, Occasion.SCHEDULE));
    }

    assertThat(left(all, said(new Keep(0, 2, 0, 0, 0, 0)))).containsExactly("h0", "h3");
  }

  @Test
  void days_are_those_of_the_owners_zone() {
    List<Capsule> all =
        List.of(
            capsule("a", Instant.parse("2026-03-24T23:30:00Z"), Occasion.SCHEDULE),
            capsule("b", Instant.parse("2026-03-24T22:30:00Z"), Occasion.SCHEDULE));
    Keep daily = new Keep(0, 0, 7, 0, 0, 0);

    assertThat(left(all, new Rule(daily, true, ZoneOffset.UTC))).containsExactly("a");
    assertThat(left(all, new Rule(daily, true, ZoneId.of("Europe/Berlin"))))
        .containsExactly("a", "b");
  }

  @Test
  void the_hour_that_comes_twice_is_two_hours() {
    List<Capsule> all =
        List.of(
            capsule("second", Instant.parse("2025-10-26T01:30:00Z"), Occasion.SCHEDULE),
            capsule("first", Instant.parse("2025-10-26T00:30:00Z"), Occasion.SCHEDULE));

    assertThat(left(all, new Rule(new Keep(0, 2, 0, 0, 0, 0), true, ZoneId.of("Europe/Berlin"))))
        .hasSize(2);
  }

  @Test
  void safety_and_last_capsules_stay_for_thirty_days_and_do_not_count() {
    List<Capsule> all = new ArrayList<>(nightly(4));
    all.add(capsule("young", NOW.minus(Duration.ofDays(29)), Occasion.SAFETY));
    all.add(capsule("gone", NOW.minus(Duration.ofDays(29)), Occasion.LAST));
    all.add(capsule("old", NOW.minus(Duration.ofDays(31)), Occasion.SAFETY));
    all.add(capsule("older", NOW.minus(Duration.ofDays(31)), Occasion.LAST));

    assertThat(left(all, said(new Keep(2, 0, 0, 0, 0, 0))))
        .containsExactly("n0", "n1", "young", "gone");
  }

  @Test
  void the_only_capsule_there_is_stays_however_old_and_special_it_is() {
    List<Capsule> all = List.of(capsule("last", NOW.minus(Duration.ofDays(900)), Occasion.LAST));

    assertThat(left(all, said(new Keep(0, 0, 1, 0, 0, 0)))).containsExactly("last");
    assertThat(Retention.outdated(List.of(), said(Keep.NIGHTLY), Set.of(), NOW)).isEmpty();
  }

  @Test
  void even_a_rule_that_keeps_nothing_leaves_the_newest() {
    assertThat(left(nightly(5), said(new Keep(0, 0, 0, 0, 0, 0)))).containsExactly("n0");
  }

  @Test
  void what_was_made_by_hand_stays_a_month_unless_the_owner_says_how_many_stay() {
    List<Capsule> all = new ArrayList<>(nightly(1));
    for (int i = 0; i < 5; i++) {
      all.add(capsule("h" + i, NOW.minus(Duration.ofHours(20 + i)), Occasion.HAND));
    }
    all.add(capsule("old", NOW.minus(Duration.ofDays(40)), Occasion.HAND));

    assertThat(left(all, new Rule(new Keep(1, 0, 0, 0, 0, 0), false, ZoneOffset.UTC)))
        .containsExactly("n0", "h0", "h1", "h2", "h3", "h4");
    assertThat(left(all, said(new Keep(2, 0, 0, 0, 0, 0)))).containsExactly("n0", "h0");
  }

  @Test
  void what_somebody_counts_on_stays() {
    assertThat(left(nightly(9), said(new Keep(1, 0, 0, 0, 0, 0)), Set.of("n7", "unheard-of")))
        .containsExactly("n0", "n7");
  }

  @Test
  void a_capsule_of_the_future_takes_no_place_of_those_of_today() {
    List<Capsule> all = new ArrayList<>();
    all.add(capsule("2031", Instant.parse("2031-01-01T00:00:00Z"), Occasion.SCHEDULE));
    all.addAll(nightly(9));

    assertThat(left(all, said(new Keep(3, 0, 0, 0, 0, 0)))).contains("n0", "n1");
  }

  @Test
  void everything_stays_where_all_is_kept() {
    assertThat(left(nightly(400), said(Keep.ALL))).hasSize(400);
  }

  @Test
  void as_capsules_come_every_night_for_three_years_about_two_dozen_stay() {
    List<Capsule> stored = new ArrayList<>();
    Instant time = NOW;
    for (int i = 0; i < 1100; i++) {
      time = time.plus(Duration.ofDays(1));
      stored.add(capsule("n" + i, time, Occasion.SCHEDULE));
      stored.removeAll(Retention.outdated(stored, said(Keep.NIGHTLY), Set.of(), time));
    }

    assertThat(stored).hasSizeBetween(20, 24);
    assertThat(Duration.between(stored.getFirst().time(), time).toDays()).isBetween(330L, 370L);
  }
}
