package steading.capsule;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import steading.capsule.repo.Founder;
import steading.capsule.repo.Repository;
import steading.problem.ProblemException;

/** Why an app's data is at risk: a backup that failed or did not happen, a drill that failed. */
public final class Risks {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  private final Means means;
  private final Timetable timetable;
  private final Drills drills;

  Risks(Means means, Timetable timetable, Drills drills) {
    this.means = means;
    this.timetable = timetable;
    this.drills = drills;
  }

  /** One line each; empty when all is well as far as anybody knows. */
  public List<String> of(String app) {
    try {
      return all(app);
    } catch (ProblemException e) {
      String why = Objects.requireNonNullElse(e.getMessage(), e.toString());
      return List.of("nobody knows about its backups: " + why.lines().findFirst().orElse(""));
    }
  }

  private List<String> all(String app) {
    List<String> all = new ArrayList<>();
    String drill = drills.risk(app);
    if (drill != null) {
      all.add(drill);
    }
    if (means.store().applied(app).isEmpty()) {
      return all;
    }
    List<Appointment> appointments = timetable.of(app);
    for (String repository : names(app)) {
      Past past = timetable.past(app, repository, Instant.EPOCH);
      String risk = failed(repository, past);
      if (risk == null) {
        risk =
            appointments.stream()
                .filter(each -> each.repository().equals(repository))
                .map(each -> missed(each, past))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
      }
      if (risk != null) {
        all.add(risk);
      }
    }
    timetable.unknown(app).stream()
        .map(name -> "its backups to repository " + name + " are not made, for there is none")
        .forEach(all::add);
    return all;
  }

  /** The same on one line; null when all is well. */
  public @Nullable String line(String app) {
    List<String> all = of(app);
    return all.isEmpty() ? null : String.join("; ", all);
  }

  private List<String> names(String app) {
    List<Repository> all = means.repositories().list();
    return all.isEmpty()
        ? List.of(Founder.DEFAULT)
        : all.stream().filter(each -> each.terms().takes(app)).map(Repository::name).toList();
  }

  private static @Nullable String failed(String repository, Past past) {
    Instant failed = past.failed();
    return failed == null
        ? null
        : "the backup to %s failed at %s: %s"
            .formatted(
                repository, time(failed), past.reason().lines().findFirst().orElse("no reason"));
  }

  private @Nullable String missed(Appointment appointment, Past past) {
    Instant good = past.good();
    String last = good == null ? "there is none" : "the last is of " + time(good);
    return timetable
        .missed(appointment)
        .map(moment ->
            "the backup to %s of %s did not happen; %s"
                .formatted(appointment.repository(), time(moment), last))
        .orElse(null);
  }

  private static String time(Instant instant) {
    return Objects.requireNonNull(TIME.format(instant.atZone(ZoneId.systemDefault())));
  }
}
