package steading.cli;

import steading.cli.terminal.Terminal;

/** Tells whoever presses Ctrl-C that the daemon goes on, while it is at work for them. */
final class Interruption implements AutoCloseable {
  private final Thread hook;

  Interruption(Terminal terminal) {
    hook =
        new Thread(
            () -> {
              terminal
                  .err()
                  .println("\nThe operation goes on in the background. Follow it with: stead ls");
              terminal.err().flush();
            },
            "interruption");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // Ctrl-C has been pressed: the hook is running and the process ends.
    }
  }
}
