package steading.cli;

import java.util.ArrayList;
import java.util.List;
import steading.cli.view.DoneText;
import steading.daemon.Requests;
import steading.problem.Problem;

/** Change settings of an app. */
final class SetCommand extends Command {
  private static final String GRANT = "grant.";

  private final Parameter app = required("NAME", "The app.");
  private final Parameter values =
      rest("KEY=VALUE", "What to change; an empty value is a value.", 0);
  private final Parameter unset =
      options(
          "KEY",
          "A setting that returns to its default, or a grant to take back; may be repeated.",
          "--unset");
  private final Parameter noApply =
      flag("Only write it down; apply does the rest later.", "--no-apply");

  SetCommand() {
    super("set", "Change settings of an app, or what it may take.");
    examples(
        "stead set tickets currency=CHF mail.from=tickets@example.org",
        "stead set media grant.host-mount=/srv/media grant.publish=8096",
        "stead set media --unset grant.publish=8096");
  }

  @Override
  int run(Session session) {
    if (values.all().isEmpty() && unset.all().isEmpty()) {
      throw Problem.usage("usage", "stead set needs KEY=VALUE", "see stead set --help").raise();
    }
    List<String> plain = new ArrayList<>();
    List<String> grants = new ArrayList<>();
    for (String word : values.all()) {
      if (word.startsWith(GRANT)) {
        grants.add(word.substring(GRANT.length()));
      } else {
        plain.add(word);
      }
    }
    return session.ask(
        new Requests.Set(app.required(), Pairs.of(plain), grants, unset.all(), !noApply.on()),
        new DoneText());
  }
}
