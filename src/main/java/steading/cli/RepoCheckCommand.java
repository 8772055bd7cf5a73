package steading.cli;

import steading.cli.view.RepositoryChecks;
import steading.daemon.Requests;

/** Look whether repositories are whole. */
final class RepoCheckCommand extends Command {
  private final Parameter repository = optional("NAME", "The repository (default: all).");
  private final Parameter readData =
      flag("Read everything, which finds every damaged byte and takes its time.", "--read-data");

  private final Parameter subset =
      option("N/T", "Read one of T equal parts, or some per cent by chance.", "--subset");

  RepoCheckCommand() {
    super("repo check", "Look whether repositories are whole.");
    examples(
        "stead repo check", "stead repo check nas --read-data", "stead repo check s3 --subset 2/7");
  }

  @Override
  int run(Session session) {
    return session.ask(
        new Requests.RepoCheck(repository.text(), readData.on(), subset.text()),
        new RepositoryChecks());
  }
}
