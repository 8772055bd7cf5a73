package steading.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import steading.app.Routine;
import steading.capsule.repo.Inspector;
import steading.capsule.repo.Kit;
import steading.capsule.repo.Logbook;
import steading.capsule.repo.Moved;
import steading.capsule.repo.Place;
import steading.capsule.repo.PlaceWords;
import steading.capsule.repo.Repositories;
import steading.capsule.repo.Repository;
import steading.capsule.repo.Restic;
import steading.capsule.repo.Terms;
import steading.capsule.repo.Wanted;
import steading.daemon.Views.KitText;
import steading.daemon.Views.RepositoryCheck;
import steading.daemon.Views.RepositoryGone;
import steading.daemon.Views.RepositoryMade;
import steading.daemon.Views.RepositoryRow;
import steading.problem.Problem;
import steading.problem.ProblemException;
import steading.problem.Problems;

/** Where the backups go. */
final class RepositoryVerbs {
  private static final int NAME_LIMIT = 40;

  private final Steading steading;

  RepositoryVerbs(Steading steading) {
    this.steading = steading;
  }

  List<Verb<?>> list() {
    return List.of(
        new Verb<>("repo-add", Requests.RepoAdd.class, this::add),
        new Verb<>("repo-ls", Requests.RepoLs.class, (r, c) -> rows()),
        new Verb<>("repo-check", Requests.RepoCheck.class, this::check),
        new Verb<>("repo-remove", Requests.RepoRemove.class, this::remove),
        new Verb<>("repo-kit", Requests.RepoKit.class, (r, c) -> kit()));
  }

  private Repositories repositories() {
    return steading.capsules().repositories();
  }

  private RepositoryMade add(Requests.RepoAdd request, Conversation conversation) {
    Place place =
        PlaceWords.knownBy(
            PlaceWords.read(request.kind(), request.place(), request.region()), request.hostKey());
    String name = request.name() == null ? freeName(place) : request.name();
    Map<String, String> secrets = new HashMap<>(request.credentials());
    if (request.password() != null) {
      secrets.put(Repository.PASSWORD, request.password());
    }
    Repository made =
        steading
            .capsules()
            .founder()
            .add(
                new Wanted(name, place, secrets, terms(request)),
                (server, fingerprint) -> confirm(conversation, server, fingerprint),
                new Told(conversation, name));
    return new RepositoryMade(made.name(), place.kind(), made.place().shown(), made.password());
  }

  private static Terms terms(Requests.RepoAdd request) {
    return new Terms(
        request.upload(),
        request.download(),
        request.patience() == 0 ? Terms.USUAL_PATIENCE : Duration.ofSeconds(request.patience()),
        request.apps(),
        Routine.UNSAID,
        request.resolve(),
        request.ca());
  }

  private static void confirm(Conversation conversation, String server, String fingerprint) {
    conversation.note(server + " shows the host key " + fingerprint);
    if (!conversation.confirm(
        "Is this the key of that server? From now on no other is accepted. Go on?")) {
      throw Problem.failed(
              "repo.host-key",
              "the host key of " + server + " was not accepted",
              "compare it with what the server's administrator says, and do it again")
          .raise();
    }
  }

  private String freeName(Place place) {
    List<String> taken = repositories().list().stream().map(Repository::name).toList();
    String name = place.kind();
    for (int i = 2; taken.contains(name) && name.length() < NAME_LIMIT; i++) {
      name = place.kind() + "-" + i;
    }
    return name;
  }

  /** All at once: one that does not answer must not hold up the others. */
  private List<RepositoryRow> rows() {
    List<Repository> all = repositories().list();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return all.stream().map(each -> threads.submit(() -> row(each))).toList().stream()
          .map(RepositoryVerbs::result)
          .toList();
    }
  }

  private static RepositoryRow result(Future<RepositoryRow> row) {
    try {
      return row.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private RepositoryRow row(Repository each) {
    Inspector inspector = steading.capsules().inspector();
    Inspector.Glance glance = inspector.glance(each);
    Optional<Logbook.Entry> last = inspector.last(each);
    return new RepositoryRow(
        each.name(),
        each.place().kind(),
        each.place().shown(),
        each.terms().apps(),
        glance.trouble(),
        glance.bytes().isPresent() ? glance.bytes().getAsLong() : null,
        glance.newest().orElse(null),
        last.map(Logbook.Entry::at).orElse(null),
        last.map(Logbook.Entry::whole).orElse(null));
  }

  private List<RepositoryCheck> check(Requests.RepoCheck request, Conversation conversation) {
    List<Repository> which =
        request.name() == null
            ? repositories().list()
            : List.of(repositories().named(request.name()));
    String part = request.readData() ? "all" : subset(request.subset());
    List<RepositoryCheck> checks = new ArrayList<>();
    Problems problems = new Problems();
    for (Repository repository : which) {
      try {
        checks.add(check(repository, part, conversation));
      } catch (ProblemException e) {
        // One that is damaged says nothing about the others.
        e.problems().forEach(problems::add);
      }
    }
    problems.raiseIfAny();
    return checks;
  }

  private static @Nullable String subset(@Nullable String words) {
    if (words == null || words.matches("[1-9]\\d{0,3}/[1-9]\\d{0,3}|(100|\\d{1,2})(\\.\\d+)?%")) {
      return words;
    }
    throw Problem.usage(
            "repo.bad-subset",
            "\"" + words + "\" is no part of a repository",
            "write 2/7 for the second of seven parts, or 5% for some that chance picks")
        .raise();
  }

  private RepositoryCheck check(
      Repository repository, @Nullable String part, Conversation conversation) {
    long began = System.nanoTime();
    Told told = new Told(conversation, repository.name());
    told.note(part == null ? "checking its structure" : "reading " + part);
    steading.capsules().inspector().check(repository, part, told);
    return new RepositoryCheck(repository.name(), part, (System.nanoTime() - began) / 1_000_000);
  }

  private RepositoryGone remove(Requests.RepoRemove request, Conversation conversation) {
    Repository repository = repositories().named(request.name());
    String place = repository.place().shown();
    if (!conversation.confirm(
        "Steading forgets repository "
            + repository.name()
            + " and its password. What lies in "
            + place
            + " stays, but without the password nobody can read it. Go on?")) {
      throw Problem.failed("repo.kept", "nothing was changed", "answer yes to go on").raise();
    }
    steading.capsules().inspector().remove(repositories(), repository);
    return new RepositoryGone(repository.name(), place);
  }

  private KitText kit() {
    List<Repository> all = repositories().list();
    if (all.isEmpty()) {
      throw Problem.failed(
              "kit.no-repository",
              "there is no repository, so there is nothing that a kit could recover",
              "add one: stead repo add local DIRECTORY")
          .raise();
    }
    Kit kit =
        Kit.of(
            steading.home(),
            machine(),
            LocalDate.ofInstant(steading.clock().instant(), ZoneId.systemDefault()),
            all);
    return new KitText(kit.text(), all.stream().map(Repository::name).toList());
  }

  private static String machine() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      return "this machine";
    }
  }

  /** Work outside of a plan. */
  record Told(Conversation conversation, String target) implements Restic.Listener {
    @Override
    public void moved(Moved moved) {
      note(moved.text());
    }

    @Override
    public void note(String text) {
      conversation.progress(new Views.Progress(0, 0, target, text, Views.Progress.State.MOVED));
    }
  }
}
