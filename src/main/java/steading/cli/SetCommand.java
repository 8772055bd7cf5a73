package steading.cli;

import steading.cli.view.DoneText;
import steading.daemon.Requests;

/** Change settings of an app. */
final class SetCommand extends Command {
  private final Parameter app = required("NAME", "The app.");
  private final Parameter values =
      rest("KEY=VALUE", "What to change; an empty value returns to the default.", 1);
  private final Parameter noApply =
      flag("Only write it down; apply does the rest later.", "--no-apply");

  SetCommand() {
    super("set", "Change settings of an app.");
    examples("stead set tickets currency=CHF mail.from=tickets@example.org");
  }

  @Override
  int run(Session session) {
    return session.ask(
        new Requests.Set(app.required(), Pairs.of(values.all()), !noApply.on()), new DoneText());
  }
}
