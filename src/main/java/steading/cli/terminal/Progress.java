package steading.cli.terminal;

import steading.daemon.Views;

/** Shows how far a plan is. */
public interface Progress extends AutoCloseable {
  void moved(Views.Progress progress);

  /** A line for the person, in between. */
  void say(String line);

  /** Room for something else, such as a question. */
  @Override
  void close();

  static Progress on(Terminal terminal) {
    return terminal.errIsTerminal()
            && !"dumb".equals(terminal.environment().getOrDefault("TERM", "dumb"))
        ? new LiveProgress(terminal)
        : new PlainProgress(terminal.err(), System::nanoTime);
  }
}
