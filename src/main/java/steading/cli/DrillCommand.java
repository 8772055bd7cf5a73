package steading.cli;

import steading.cli.view.DrillText;
import steading.daemon.Requests;

/** Prove that a capsule restores. */
final class DrillCommand extends Command {
  private final Parameter app = required("NAME", "The app.");
  private final Parameter capsule =
      optional("CAPSULE", "One of stead backups NAME (default: the newest).");

  DrillCommand() {
    super("drill", "Prove a backup by restoring it where nobody sees it.");
    examples("stead drill tickets", "stead drill tickets 260102-0300-x7kq");
  }

  @Override
  int run(Session session) {
    return session.ask(new Requests.Drill(app.required(), capsule.text()), new DrillText());
  }
}
