package steading.cli;

import java.util.List;
import steading.cli.terminal.Terminal;
import steading.problem.Exit;
import steading.problem.Nearest;
import steading.problem.Problem;
import steading.problem.ProblemException;

/** Runs one command line from its words to its exit code. */
final class Cli {
  private Cli() {}

  static int run(Terminal terminal, String... words) {
    int exit = attempt(terminal, words);
    String failure = terminal.outFailure();
    if (failure != null) {
      Problem lost =
          Problem.failed("output.failed", "the output could not be written", "check the disk")
              .because(failure);
      exit = Session.tell(terminal, false, List.of(lost));
    }
    terminal.err().flush();
    return exit;
  }

  private static int attempt(Terminal terminal, String... words) {
    boolean json = wantsJson(words);
    try {
      return dispatch(terminal, Line.of(words));
    } catch (ProblemException e) {
      return Session.tell(terminal, json, e.problems());
    } catch (BrokenPipe e) {
      return Exit.DONE.code();
    } catch (RuntimeException | Error e) {
      return Session.tell(terminal, json, List.of(Crash.report(e, words)));
    }
  }

  static Command command(String name) {
    Command command = Commands.named(name);
    if (command == null) {
      throw unknown(name);
    }
    return command;
  }

  private static int dispatch(Terminal terminal, Line line) {
    String name = line.command();
    if (name == null) {
      return without(terminal, line.arguments());
    }
    Command command = command(name);
    ArgumentReader.read(command, line.arguments());
    if (command.help()) {
      Manual.print(terminal, command);
      return Exit.DONE.code();
    }
    return command.run(new Session(terminal, command));
  }

  private static int without(Terminal terminal, List<String> options) {
    if (options.contains("--version") || options.contains("-V")) {
      terminal.out().println("stead " + Version.current());
      return Exit.DONE.code();
    }
    for (String option : options) {
      if (option.startsWith("-") && !List.of("-h", "--help", "--home").contains(option)) {
        throw Problem.usage(
                "usage.command",
                "no command is given with " + option,
                "write the command first, for example: stead ls " + option)
            .raise();
      }
    }
    Overview.print(terminal);
    return Exit.DONE.code();
  }

  private static ProblemException unknown(String name) {
    List<String> near = Nearest.to(name, Commands.names());
    return Problem.usage(
            "usage.command",
            "there is no command \"" + name + "\"",
            near.isEmpty()
                ? "see stead help"
                : "did you mean stead " + String.join(", or stead ", near) + "?")
        .raise();
  }

  private static boolean wantsJson(String... words) {
    for (String word : words) {
      if (word.equals("--")) {
        return false;
      }
      if (word.equals("--json")) {
        return true;
      }
    }
    return false;
  }
}
