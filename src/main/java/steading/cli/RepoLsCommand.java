package steading.cli;

import steading.cli.view.RepositoryTable;
import steading.daemon.Requests;

/** List the repositories for backups. */
final class RepoLsCommand extends Command {

  RepoLsCommand() {
    super("repo ls", "List the repositories for backups, in your order.");
    examples("stead repo ls");
  }

  @Override
  int run(Session session) {
    return session.ask(new Requests.RepoLs(), new RepositoryTable());
  }
}
