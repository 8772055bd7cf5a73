package steading.daemon;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import steading.capsule.repo.Moved;
import steading.capsule.repo.Place;
import steading.capsule.repo.Repositories;
import steading.capsule.repo.Repository;
import steading.capsule.repo.Restic;
import steading.capsule.repo.Task;
import steading.daemon.Views.RepositoryCheck;
import steading.daemon.Views.RepositoryMade;
import steading.daemon.Views.RepositoryRow;
import steading.problem.Problem;

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
        new Verb<>("repo-check", Requests.RepoCheck.class, this::check));
  }

  private Repositories repositories() {
    return steading.capsules().repositories();
  }

  private RepositoryMade add(Requests.RepoAdd request, Conversation conversation) {
    Place place = place(request);
    String name = request.name() == null ? freeName(place) : request.name();
    Repository made =
        steading.capsules().founder().add(name, place, Map.of(), new Told(conversation, name));
    return new RepositoryMade(made.name(), place.kind(), place.shown(), made.password());
  }

  private static Place place(Requests.RepoAdd request) {
    if (!request.kind().equals("local")) {
      throw Problem.usage(
              "repo.unknown-kind",
              "there is no kind of repository named \"" + request.kind() + "\"",
              "use local and a directory")
          .raise();
    }
    if (!request.place().startsWith("/") || request.place().matches(".*[:\\x00-\\x1f].*")) {
      throw Problem.usage(
              "repo.bad-directory",
              "\"" + request.place() + "\" is no place for a repository",
              "give an absolute path without a colon, such as /srv/backup")
          .raise();
    }
    return new Place.Local(Path.of(request.place()).normalize());
  }

  private String freeName(Place place) {
    List<String> taken = repositories().list().stream().map(Repository::name).toList();
    String name = place.kind();
    for (int i = 2; taken.contains(name) && name.length() < NAME_LIMIT; i++) {
      name = place.kind() + "-" + i;
    }
    return name;
  }

  private List<RepositoryRow> rows() {
    return repositories().list().stream()
        .map(each -> new RepositoryRow(each.name(), each.place().kind(), each.place().shown()))
        .toList();
  }

  private List<RepositoryCheck> check(Requests.RepoCheck request, Conversation conversation) {
    List<Repository> which =
        request.name() == null
            ? repositories().list()
            : List.of(repositories().named(request.name()));
    List<RepositoryCheck> checks = new ArrayList<>();
    for (Repository repository : which) {
      checks.add(check(repository, request.readData(), conversation));
    }
    return checks;
  }

  private RepositoryCheck check(
      Repository repository, boolean readData, Conversation conversation) {
    long began = System.nanoTime();
    Task task =
        readData
            ? Task.on(repository, "check", "--read-data", "--retry-lock", "10m")
            : Task.on(repository, "check", "--retry-lock", "10m");
    Told told = new Told(conversation, repository.name());
    told.note(readData ? "reading everything" : "checking its structure");
    Restic.Result result = steading.capsules().restic().run(task, told);
    if (result.faults() > 0) {
      throw Problem.failed(
              "repo.damaged",
              "repository \"" + repository.name() + "\" is damaged",
              "make a new capsule of every app in another repository first; then see restic's manual about repairing")
          .because(String.join("\n", result.last()))
          .raise();
    }
    return new RepositoryCheck(
        repository.name(), readData, (System.nanoTime() - began) / 1_000_000);
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
