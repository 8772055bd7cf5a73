package steading.cli;

import java.nio.file.Path;
import steading.cli.view.RepositoryText;
import steading.daemon.Requests;

/** Make a repository for backups. */
final class RepoAddCommand extends Command {
  private final Parameter kind = required("KIND", "What kind of place: local.");
  private final Parameter place = required("PLACE", "Where: a directory, best on another disk.");
  private final Parameter called =
      option("NAME", "What it is called (default: its kind).", "--name");

  RepoAddCommand() {
    super("repo add", "Make a repository for backups.");
    examples("stead repo add local /mnt/backup", "stead repo add local /mnt/nas --name nas");
  }

  @Override
  int run(Session session) {
    return session.ask(
        new Requests.RepoAdd(kind.required(), absolute(), called.text()), new RepositoryText());
  }

  /** The daemon stands in another directory. */
  private String absolute() {
    String text = place.required();
    return kind.required().equals("local") && text.indexOf('\0') < 0
        ? Path.of(text).toAbsolutePath().normalize().toString()
        : text;
  }
}
