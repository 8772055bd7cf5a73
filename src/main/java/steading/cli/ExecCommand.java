package steading.cli;

import com.fasterxml.jackson.databind.JsonNode;
import steading.cli.terminal.Stty;
import steading.cli.terminal.Terminal;
import steading.daemon.Requests;
import steading.daemon.control.ControlClient;

/** Runs a command inside a service's container. */
final class ExecCommand extends Command {
  private final Parameter app = required("NAME", "The app.");
  private final Parameter service = required("SERVICE", "The service.");
  private final Parameter command =
      rest("COMMAND", "The command and its arguments, after \"--\".", 1);
  private final Parameter user = option("USER", "Run as this user of the container.", "--user");
  private final Parameter noTty =
      flag("Give the command no terminal even though this is one.", "-T", "--no-tty");

  ExecCommand() {
    super("exec", "Run a command inside an app; ends with its exit code.");
    examples(
        "stead exec tickets web -- sh",
        "stead exec tickets database -- psql -c 'select 1' > answer.txt");
  }

  @Override
  int run(Session session) {
    Terminal terminal = session.terminal();
    boolean tty = terminal.inIsTerminal() && terminal.outIsTerminal() && !noTty.on();
    Stty.Size size = tty ? Stty.size() : new Stty.Size(0, 0);
    Requests.Exec request =
        new Requests.Exec(
            app.required(),
            service.required(),
            command.all(),
            tty,
            true,
            user.text(),
            size.columns(),
            size.rows());
    try (ControlClient client = session.connect();
        Narrator narrator = new Narrator(terminal);
        Keyboard keyboard = new Keyboard(client, terminal, tty, size)) {
      keyboard.start();
      JsonNode ended = client.ask(request, session.caller(), narrator);
      return ended.path("exitCode").asInt();
    }
  }
}
