package steading.capsule;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import steading.app.App;
import steading.app.Clones;
import steading.app.Keep;
import steading.app.Revision;
import steading.app.Routine;
import steading.apply.Journal;
import steading.apply.Journal.Entry;
import steading.apply.Journal.Kind;
import steading.apply.Journal.Outcome;
import steading.capsule.Retention.Rule;
import steading.capsule.repo.Founder;
import steading.capsule.repo.Repository;
import steading.capsule.repo.Terms;
import steading.recipe.Schedule;

/**
 * When each app's capsules are made by themselves, and whether they were. An app's own file says it
 * first, then the repository, then steading.yaml; where nobody says anything, every night.
 */
public final class Timetable {
  private static final String SINCE = "since ";
  private static final Duration OFTEN = Duration.ofHours(20);
  private static final int LOOKED_AT = 12;

  private final Means means;
  private final Upkeep upkeep;

  Timetable(Means means, Upkeep upkeep) {
    this.means = means;
    this.upkeep = upkeep;
  }

  /** As the app was applied last: an edit that nobody applied is none of a schedule's business. */
  public List<Appointment> of(String app) {
    Optional<Revision> applied = means.store().applied(app);
    return applied.isEmpty() || Clones.source(means.home(), app).isPresent()
        ? List.of()
        : of(applied.get().app());
  }

  private List<Appointment> of(App app) {
    List<Appointment> all = new ArrayList<>();
    List<Repository> repositories = means.repositories().list();
    if (repositories.isEmpty()) {
      appointment(app, Founder.DEFAULT, Terms.USUAL).ifPresent(all::add);
    }
    for (Repository each : repositories) {
      if (each.terms().takes(app.name())) {
        appointment(app, each.name(), each.terms()).ifPresent(all::add);
      }
    }
    return all;
  }

  private Routine routine(App app, String repository, Terms terms) {
    return app.backup().of(repository).over(terms.routine()).over(means.home().care().routine());
  }

  private Optional<Appointment> appointment(App app, String repository, Terms terms) {
    Routine routine = routine(app, repository, terms);
    String words = Objects.requireNonNull(routine.schedule());
    ZoneId zone = zone(routine);
    return Schedule.parse(words)
        .map(schedule ->
            new Appointment(
                app.name(),
                repository,
                words,
                schedule,
                delay(app.name() + "/" + repository, routine.jitter()),
                zone,
                keep(routine, schedule, zone)));
  }

  /** What stays of an app's capsules, whether or not they are made by themselves. */
  Rule rule(String app, Repository repository) {
    Optional<Revision> applied = means.store().applied(app);
    if (applied.isEmpty()) {
      return new Rule(Keep.ALL, true, ZoneId.systemDefault());
    }
    Routine routine = routine(applied.get().app(), repository.name(), repository.terms());
    ZoneId zone = zone(routine);
    Schedule schedule = Schedule.parse(Objects.requireNonNull(routine.schedule())).orElse(null);
    return new Rule(keep(routine, schedule, zone), routine.keep() != null, zone);
  }

  private static ZoneId zone(Routine routine) {
    return routine.zone() == null ? ZoneId.systemDefault() : ZoneId.of(routine.zone());
  }

  private Keep keep(Routine routine, @Nullable Schedule schedule, ZoneId zone) {
    if (routine.keep() != null) {
      return routine.keep();
    }
    Instant now = means.clock().instant();
    boolean often =
        schedule != null
            && schedule
                .before(now.atZone(zone))
                .flatMap(last -> schedule.after(last).map(next -> Duration.between(last, next)))
                .filter(period -> period.compareTo(OFTEN) < 0)
                .isPresent();
    return often ? Keep.HOURLY : Keep.NIGHTLY;
  }

  /** Always the same, and not the same for all. */
  private Duration delay(String what, @Nullable Duration jitter) {
    if (jitter == null || jitter.toSeconds() == 0) {
      return Duration.ZERO;
    }
    CRC32 sum = new CRC32();
    sum.update((means.home().id() + "/" + what).getBytes(StandardCharsets.UTF_8));
    return Duration.ofSeconds(sum.getValue() % jitter.toSeconds());
  }

  /** Repositories that the app's file names and that are not there. */
  List<String> unknown(String app) {
    Set<String> wanted =
        means.store().applied(app).stream()
            .flatMap(applied -> applied.app().backup().repositories().keySet().stream())
            .collect(Collectors.toSet());
    List<Repository> there = means.repositories().list();
    if (there.isEmpty()) {
      wanted.remove(Founder.DEFAULT);
    }
    there.forEach(each -> wanted.remove(each.name()));
    return wanted.stream().sorted().toList();
  }

  /** Appointments whose backup is to begin now. */
  public List<Appointment> due(String app) {
    Instant now = means.clock().instant();
    return of(app).stream()
        .filter(each -> !rests(each))
        .filter(each -> each.due(past(each), now))
        .toList();
  }

  /** A stopped app does not change: one capsule after it was stopped is enough. */
  private boolean rests(Appointment appointment) {
    Revision applied = means.store().applied(appointment.app()).orElse(null);
    Instant good = past(appointment).good();
    return applied != null
        && !applied.app().running()
        && good != null
        && good.isAfter(applied.when());
  }

  Optional<Instant> missed(Appointment appointment) {
    return rests(appointment)
        ? Optional.empty()
        : appointment.missed(past(appointment), means.clock().instant());
  }

  /** When it is next; empty while there is none to come. */
  public Optional<Instant> next(Appointment appointment) {
    return rests(appointment) ? Optional.empty() : appointment.next(means.clock().instant());
  }

  /** A schedule counts from when it was first seen, so that a new one makes up for nothing. */
  public Past past(Appointment appointment) {
    String key = SINCE + appointment.app() + "/" + appointment.repository();
    Instant since = upkeep.since(key + " " + appointment.words(), means.clock().instant());
    Instant born = born(appointment.app());
    return past(appointment.app(), appointment.repository(), born.isAfter(since) ? born : since);
  }

  /** What became of the backups of an app as it is now; those before are another app's. */
  Past past(String app, String repository, Instant since) {
    Journal journal = means.journal();
    List<Entry> entries =
        journal.ofCapsules(app, Kind.BACKUP, repository, LOOKED_AT).stream()
            .filter(entry -> !entry.started().isBefore(born(app)))
            .toList();
    if (entries.isEmpty()) {
      return Past.none(since);
    }
    Entry last = entries.getFirst();
    int failures = 0;
    while (failures < entries.size() && entries.get(failures).outcome() == Outcome.FAILED) {
      failures++;
    }
    return new Past(
        since,
        last.started(),
        journal.lastGood(app, Kind.BACKUP, repository).map(Entry::started).orElse(null),
        failures,
        failures == 0 ? null : last.finished(),
        failures == 0 ? "" : last.message(),
        last.finished() == null);
  }

  private Instant born(String app) {
    List<Integer> numbers = means.store().numbers(app);
    return numbers.isEmpty()
        ? Instant.EPOCH
        : means.store().revision(app, numbers.getFirst()).when();
  }

  /** What is not scheduled any more begins anew when it is again. */
  public void settle(List<String> apps) {
    Set<String> wanted = new HashSet<>();
    for (String app : apps) {
      for (Appointment each : of(app)) {
        wanted.add(SINCE + each.app() + "/" + each.repository() + " " + each.words());
      }
    }
    upkeep.retain(SINCE, wanted);
  }
}
