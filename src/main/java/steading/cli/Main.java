package steading.cli;

import java.util.List;
import steading.cli.terminal.Terminal;

/** Entry point of the {@code stead} command. */
public final class Main {
  private Main() {}

  /**
   * A command has printed and closed everything when it returns. An ordinary exit would first look
   * through the whole jar for somebody who logs exits: a tenth of a short command's time. The
   * daemon's libraries have files to remove, so it leaves in the ordinary way.
   */
  public static void main(String[] words) {
    int exit = run(Terminal.ofProcess(), words);
    if (List.of(words).contains("serve")) {
      System.exit(exit);
    }
    Runtime.getRuntime().halt(exit);
  }

  static int run(Terminal terminal, String... words) {
    return Cli.run(terminal, words);
  }
}
