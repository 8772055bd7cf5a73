package steading.cli;

import java.util.List;
import steading.problem.Exit;

/** Explains the commands. */
final class HelpCommand extends Command {
  private final Parameter words = rest("COMMAND", "The command to explain.", 0);

  HelpCommand() {
    super("help", "Explain a command, or list all of them.");
    examples("stead help install");
  }

  @Override
  int run(Session session) {
    List<String> name = words.all();
    if (name.isEmpty()) {
      Overview.print(session.terminal());
    } else {
      Manual.print(session.terminal(), Cli.command(String.join(" ", name)));
    }
    return Exit.DONE.code();
  }
}
