package steading.cli.terminal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The terminal's settings, through the system's own tool. */
public final class Stty {
  private static final File TTY = new File("/dev/tty");

  private Stty() {}

  /** Columns and rows. */
  public record Size(int columns, int rows) {
    static final Size USUAL = new Size(80, 24);
  }

  public static Size size() {
    String[] words = run("size").split(" ", 2);
    try {
      Size size = new Size(Integer.parseInt(words[1]), Integer.parseInt(words[0]));
      return size.columns() > 0 && size.rows() > 0 ? size : Size.USUAL;
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      return Size.USUAL;
    }
  }

  /** Every key goes to the program as it is; returns what {@link #restore} needs. */
  public static String raw() {
    String before = run("-g");
    if (!before.isEmpty()) {
      run("raw", "-echo");
    }
    return before;
  }

  public static void restore(String before) {
    if (!before.isEmpty()) {
      run(before);
    }
  }

  /** Nothing when there is no terminal after all. */
  private static String run(String... arguments) {
    List<String> command = new ArrayList<>(List.of("stty"));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectInput(TTY)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? said.strip() : "";
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
