package steading.cli;

import java.util.List;
import steading.cli.view.DoneText;
import steading.daemon.Requests;
import steading.problem.Problem;

/** Make a held copy of an app, or let one go. */
final class CloneCommand extends Command {
  private final Parameter app = required("NAME", "The app; with --release, the clone.");
  private final Parameter as = optional("NEW", "The clone's name.");
  private final Parameter hosts =
      options("HOST", "The clone's address; several with commas.", "--host");
  private final Parameter capsule =
      option("ID", "Of this capsule (default: one that is made now).", "--capsule");
  private final Parameter release =
      flag("Let the clone reach the world and run its jobs, as any app.", "--release");

  CloneCommand() {
    super("clone", "Copy an app so that the copy reaches nobody.");
    examples(
        "stead clone tickets trial --host trial.example.org", "stead clone trial --release --yes");
  }

  @Override
  int run(Session session) {
    if (release.on()) {
      return session.ask(new Requests.Release(app.required()), new DoneText());
    }
    String name = as.text();
    if (name == null) {
      throw Problem.usage(
              "clone.no-name",
              "the clone needs a name",
              "stead clone " + app.required() + " NEW --host NEW.example.org")
          .raise();
    }
    List<String> all =
        hosts.all().stream().flatMap(each -> List.of(each.split(",", -1)).stream()).toList();
    return session.ask(
        new Requests.Clone(app.required(), name, all, capsule.text()), new DoneText());
  }
}
