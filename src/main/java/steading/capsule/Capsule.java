package steading.capsule;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import steading.capsule.repo.Repository;
import steading.capsule.repo.Restic;
import steading.capsule.repo.Task;

/**
 * A capsule as its repository knows it.
 *
 * @param snapshot restic's name for it
 * @param bytes of everything in it, as they were read
 * @param added what it took of the repository that was not there before
 */
public record Capsule(
    Repository repository,
    String id,
    String app,
    String snapshot,
    Instant time,
    long files,
    long bytes,
    long added,
    Duration took,
    Occasion occasion) {
  static final String ID = "capsule:";
  static final String APP = "app:";
  static final String HOME = "home:";
  static final String FOR = "for:";

  /** How many bytes of content one byte of the repository stands for; 0 where none was added. */
  public double ratio() {
    return added == 0 ? 0 : (double) bytes / added;
  }

  /** The app's capsules in this repository, the newest first. */
  static List<Capsule> list(Restic restic, Repository repository, String app, String homeId) {
    return list(restic, repository, APP + app + "," + HOME + homeId);
  }

  /** The newest capsule of each app of an installation, by the app's name. */
  static SortedMap<String, Capsule> newest(Restic restic, Repository repository, String homeId) {
    SortedMap<String, Capsule> newest = new TreeMap<>();
    list(restic, repository, HOME + homeId)
        .forEach(capsule -> newest.putIfAbsent(capsule.app(), capsule));
    return newest;
  }

  static Optional<Capsule> find(Restic restic, Repository repository, String id) {
    return list(restic, repository, ID + id).stream().findFirst();
  }

  private static List<Capsule> list(Restic restic, Repository repository, String tags) {
    Restic.Result result =
        restic.run(
            Task.on(repository, "snapshots", "--no-lock", "--tag", tags), Restic.Listener.NONE);
    List<Capsule> capsules = new ArrayList<>();
    for (JsonNode message : result.messages()) {
      message.forEach(snapshot -> of(repository, snapshot).ifPresent(capsules::add));
    }
    capsules.sort(Comparator.comparing(Capsule::time).reversed());
    return capsules;
  }

  private static Optional<Capsule> of(Repository repository, JsonNode snapshot) {
    String id = tag(snapshot, ID);
    String app = tag(snapshot, APP);
    if (!CapsuleId.is(id) || app.isEmpty()) {
      return Optional.empty();
    }
    JsonNode summary = snapshot.path("summary");
    Instant time = instant(snapshot.path("time").asText());
    Instant begun = instant(summary.path("backup_start").asText());
    Instant ended = instant(summary.path("backup_end").asText());
    return Optional.of(
        new Capsule(
            repository,
            id,
            app,
            snapshot.path("id").asText(),
            time,
            summary.path("total_files_processed").asLong(),
            summary.path("total_bytes_processed").asLong(),
            summary.path("data_added_packed").asLong(),
            Duration.between(begun, ended),
            Occasion.of(tag(snapshot, FOR))));
  }

  private static String tag(JsonNode snapshot, String prefix) {
    for (JsonNode tag : snapshot.path("tags")) {
      if (tag.asText().startsWith(prefix)) {
        return tag.asText().substring(prefix.length());
      }
    }
    return "";
  }

  private static Instant instant(String text) {
    try {
      return text.isEmpty() ? Instant.EPOCH : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }
}
