package steading.cli;

import steading.cli.view.AppTable;
import steading.daemon.Requests;

/** List the apps and how they are. */
final class LsCommand extends Command {

  LsCommand() {
    super("ls", "List the apps and how they are.");
    examples("stead ls", "stead ls --json");
  }

  @Override
  int run(Session session) {
    return session.ask(new Requests.Ls(), new AppTable());
  }
}
