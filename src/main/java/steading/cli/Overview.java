package steading.cli;

import java.io.PrintStream;
import steading.cli.terminal.Style;
import steading.cli.terminal.Terminal;

/** What {@code stead} says to somebody who has just met it. */
final class Overview {
  private Overview() {}

  static void print(Terminal terminal) {
    PrintStream out = terminal.out();
    Style style = terminal.outStyle();
    out.println("Steading runs self-hosted web apps on your own server.");
    out.println();
    out.println(style.bold("Begin with"));
    out.println("  stead recipes                                  what there is");
    out.println("  stead install hello --host hello.example.org   install it");
    out.println("  stead ls                                       how the apps are");
    for (Commands.Group group : Commands.GROUPS) {
      out.println();
      out.println(style.bold(group.title()));
      for (String name : group.names()) {
        Command command = Cli.command(name);
        out.println("  " + pad(name) + command.summary());
      }
    }
    out.println();
    out.println("Every command takes --json, --yes, --home DIR and --help.");
    out.println("Exit codes: 0 done, 1 failed, 2 usage, 3 changes pending, 4 busy, 5 not found.");
  }

  private static String pad(String name) {
    return name + " ".repeat(Math.max(2, 12 - name.length()));
  }
}
