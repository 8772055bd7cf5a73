package steading.cli;

import java.util.List;
import steading.cli.view.DoneText;
import steading.daemon.Requests;

/** Bring back a removed app, or make an app what a capsule says. */
final class RestoreCommand extends Command {
  private final Parameter app = required("NAME", "The app, live or removed.");
  private final Parameter capsule =
      optional("CAPSULE", "One of stead backups NAME (default: the newest).");
  private final Parameter as =
      option("NEW", "Make another app of the capsule and leave this one alone.", "--as");
  private final Parameter hosts =
      options("HOST", "The new app's address; several with commas.", "--host");
  private final Parameter volume = option("VOLUME", "Restore this volume alone.", "--volume");
  private final Parameter path =
      option("VOLUME/PATH", "Restore this file or directory alone.", "--path");
  private final Parameter database =
      option("SERVICE[/DATABASE]", "Restore this database alone.", "--database");
  private final Parameter noSafety =
      flag("Do not make a capsule of what there is now first.", "--no-safety");

  RestoreCommand() {
    super("restore", "Bring an app back: a removed one, or an earlier state.");
    examples(
        "stead restore tickets",
        "stead restore tickets 260102-0300-x7kq",
        "stead restore tickets --path uploads/2026/plan.pdf",
        "stead restore tickets --as trial --host trial.example.org");
  }

  @Override
  int run(Session session) {
    List<String> all =
        hosts.all().stream().flatMap(each -> List.of(each.split(",", -1)).stream()).toList();
    return session.ask(
        new Requests.Restore(
            app.required(),
            capsule.text(),
            as.text(),
            all,
            !noSafety.on(),
            volume.text(),
            path.text(),
            database.text()),
        new DoneText());
  }
}
