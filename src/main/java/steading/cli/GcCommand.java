package steading.cli;

import steading.cli.view.GcText;
import steading.daemon.Requests;

/** Clear away what nothing needs any more; never data. */
final class GcCommand extends Command {
  private final Parameter dryRun = flag("Only say what would go.", "--dry-run");

  GcCommand() {
    super("gc", "Clear away what nothing needs any more; never data.");
    examples("stead gc --dry-run");
  }

  @Override
  int run(Session session) {
    return session.ask(new Requests.Gc(dryRun.on()), new GcText());
  }
}
