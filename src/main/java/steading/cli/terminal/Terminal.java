package steading.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a command reads and writes, and which of it is a person's terminal. Output is buffered:
 * whoever writes for a waiting person flushes.
 */
public record Terminal(
    InputStream in,
    PrintStream out,
    PrintStream err,
    boolean inIsTerminal,
    boolean outIsTerminal,
    boolean errIsTerminal,
    Map<String, String> environment) {

  public static Terminal ofProcess() {
    return new Terminal(
        new FileInputStream(FileDescriptor.in),
        new Output(FileDescriptor.out),
        new Output(FileDescriptor.err),
        isTerminal(0),
        isTerminal(1),
        isTerminal(2),
        System.getenv());
  }

  /** Why results could not be printed; null when they were, or when nobody wanted them. */
  public @Nullable String outFailure() {
    out.flush();
    return out instanceof Output output ? output.failure() : null;
  }

  /** Whether a question can be put and answered. */
  public boolean canAsk() {
    return inIsTerminal && errIsTerminal;
  }

  public Style outStyle() {
    return new Style(outIsTerminal && coloursWanted());
  }

  public Style errStyle() {
    return new Style(errIsTerminal && coloursWanted());
  }

  /** Columns of the terminal; without one, wide enough for anything. */
  public int outWidth() {
    return outIsTerminal ? columns() : Integer.MAX_VALUE;
  }

  public int errWidth() {
    return errIsTerminal ? columns() : Integer.MAX_VALUE;
  }

  private int columns() {
    String said = environment.getOrDefault("COLUMNS", "");
    if (!said.isEmpty() && said.length() < 5 && said.chars().allMatch(Character::isDigit)) {
      return Math.max(20, Integer.parseInt(said));
    }
    return Stty.size().columns();
  }

  private boolean coloursWanted() {
    return environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !"dumb".equals(environment.get("TERM"));
  }

  /** The JDK knows only whether all three are one; the kernel knows each. */
  private static boolean isTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
