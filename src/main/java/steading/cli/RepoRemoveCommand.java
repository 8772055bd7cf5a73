package steading.cli;

import steading.cli.view.RepositoryGoneText;
import steading.daemon.Requests;

/** Forget a repository; what lies in it stays. */
final class RepoRemoveCommand extends Command {
  private final Parameter repository = required("NAME", "The repository.");

  RepoRemoveCommand() {
    super("repo remove", "Forget a repository; what lies in it stays.");
    examples("stead repo remove nas");
  }

  @Override
  int run(Session session) {
    return session.ask(new Requests.RepoRemove(repository.required()), new RepositoryGoneText());
  }
}
