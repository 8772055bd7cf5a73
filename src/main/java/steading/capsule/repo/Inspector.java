package steading.capsule.repo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import steading.problem.Problem;
import steading.problem.ProblemException;

/** Looks whether repositories are there, and whether they are whole. */
public final class Inspector {
  private static final Duration GLANCE = Duration.ofSeconds(20);

  private final Restic restic;
  private final Logbook logbook;
  private final Clock clock;

  public Inspector(Restic restic, Logbook logbook, Clock clock) {
    this.restic = restic;
    this.logbook = logbook;
    this.clock = clock;
  }

  /**
   * @param trouble why it cannot be read now; null when it can
   * @param bytes that it takes
   * @param newest when its last snapshot was made
   */
  public record Glance(@Nullable String trouble, OptionalLong bytes, Optional<String> newest) {}

  /** How a repository is doing now; short, whatever is wrong. */
  public Glance glance(Repository repository) {
    Repository hurried =
        new Repository(
            repository.name(),
            repository.place(),
            repository.secrets(),
            repository.terms().hurried(GLANCE));
    Task task = Task.on(hurried, "snapshots", "--no-lock");
    Restic.Result snapshots = restic.attempt(task, Restic.Listener.NONE);
    if (!snapshots.done()) {
      String trouble =
          ResticExit.trouble(hurried, snapshots)
              .map(Trouble::what)
              .orElseGet(() -> ResticExit.problem(task, snapshots).what());
      return new Glance(trouble, OptionalLong.empty(), Optional.empty());
    }
    Restic.Result stats =
        restic.attempt(
            Task.on(hurried, "stats", "--mode", "raw-data", "--no-lock"), Restic.Listener.NONE);
    OptionalLong bytes =
        stats.messages().stream()
            .filter(each -> each.has("total_size"))
            .mapToLong(each -> each.path("total_size").asLong())
            .findFirst();
    return new Glance(null, bytes, newest(snapshots.messages()));
  }

  private static Optional<String> newest(List<JsonNode> messages) {
    List<Instant> times = new ArrayList<>();
    for (JsonNode message : messages) {
      for (JsonNode snapshot : message) {
        String time = snapshot.path("time").asText();
        if (!time.isEmpty()) {
          times.add(OffsetDateTime.parse(time).toInstant());
        }
      }
    }
    return times.stream().max(Instant::compareTo).map(Instant::toString);
  }

  /**
   * Looks how a repository hangs together, and reads what is asked for; throws when anything is not
   * as it was written.
   *
   * @param part {@code all}, {@code 2/7}, or null to read no data
   */
  public void check(Repository repository, @Nullable String part, Restic.Listener listener) {
    List<String> words = new ArrayList<>(List.of("check"));
    if (part != null) {
      words.add(part.equals("all") ? "--read-data" : "--read-data-subset=" + part);
    }
    Task task = Task.on(repository, words.toArray(String[]::new));
    Restic.Result result = restic.persist(task, listener);
    if (result.exit() == ResticExit.LOCKED) {
      // A lock that nobody holds any more is gone by now; this one's holder is waited for.
      words.addAll(List.of("--retry-lock", "10m"));
      result = restic.persist(Task.on(repository, words.toArray(String[]::new)), listener);
    }
    JsonNode summary = result.message("summary").orElse(null);
    boolean clean = result.done() && result.faults() == 0;
    boolean judged = clean || (summary != null && summary.path("num_errors").asInt() > 0);
    if (!judged) {
      throw restic.problem(task, result).raise();
    }
    int packs = summary == null ? 0 : summary.path("broken_packs").size();
    logbook.note(
        repository.name(), new Logbook.Entry(clock.instant().toString(), clean, part, packs));
    if (!clean) {
      throw damaged(repository, packs, result);
    }
  }

  private static ProblemException damaged(Repository repository, int packs, Restic.Result result) {
    String how = packs == 0 ? "" : ": " + packs + (packs == 1 ? " pack is" : " packs are") + " bad";
    return Problem.failed(
            "repo.damaged",
            ResticExit.named(repository) + " is damaged" + how,
            "make a new capsule of every app in another repository first; then see restic's manual"
                + " about repairing")
        .because(String.join("\n", result.last()))
        .raise();
  }

  public Optional<Logbook.Entry> last(Repository repository) {
    return logbook.last(repository.name());
  }

  /** Takes a repository off the list; what lies in its place stays. */
  public void remove(Repositories repositories, Repository repository) {
    if (restic.busy(repository)) {
      throw Problem.failed(
              "repo.busy",
              ResticExit.named(repository) + " is in use just now",
              "wait until that is done")
          .raise();
    }
    repositories.forget(repository.name());
    logbook.forget(repository.name());
  }
}
