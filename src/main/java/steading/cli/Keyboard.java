package steading.cli;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import steading.cli.terminal.Stty;
import steading.cli.terminal.Terminal;
import steading.daemon.control.ControlClient;

/** Sends what is typed or piped to a command, and the terminal's size when it changes. */
final class Keyboard implements AutoCloseable {
  private static final int CHUNK = 1 << 14;

  private final ControlClient client;
  private final Terminal terminal;
  private final boolean tty;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread restoring = new Thread(this::restore, "terminal-restore");
  private Stty.Size size;
  private String settings = "";

  Keyboard(ControlClient client, Terminal terminal, boolean tty, Stty.Size size) {
    this.client = client;
    this.terminal = terminal;
    this.tty = tty;
    this.size = size;
  }

  void start() {
    if (tty) {
      Runtime.getRuntime().addShutdownHook(restoring);
      settings = Stty.raw();
      Thread.ofPlatform().daemon().name("window").start(this::watchWindow);
    }
    Thread.ofPlatform().daemon().name("keyboard").start(this::read);
  }

  @Override
  public void close() {
    closed.countDown();
    if (tty) {
      restore();
      Runtime.getRuntime().removeShutdownHook(restoring);
    }
  }

  private synchronized void restore() {
    Stty.restore(settings);
    settings = "";
  }

  private void read() {
    byte[] buffer = new byte[CHUNK];
    try {
      for (int read = terminal.in().read(buffer); read >= 0; read = terminal.in().read(buffer)) {
        client.stdin(Arrays.copyOf(buffer, read));
      }
      client.stdinEnd();
    } catch (IOException e) {
      // The command has ended and no longer wants input.
      closed.countDown();
    }
  }

  /** Java hears no window changes, so the size is looked up now and then. */
  private void watchWindow() {
    try {
      while (!closed.await(1, TimeUnit.SECONDS)) {
        Stty.Size now = Stty.size();
        if (!now.equals(size)) {
          size = now;
          client.resize(now.columns(), now.rows());
        }
      }
    } catch (IOException e) {
      closed.countDown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
