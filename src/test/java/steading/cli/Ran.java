package steading.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import steading.cli.terminal.Terminal;

/** A command line that has been run without a terminal: its exit code and what it printed. */
record Ran(int exit, String out, String err) {
  static Ran of(String... words) {
    return with("", words);
  }

  static Ran with(String input, String... words) {
    return with(Map.of(), input, words);
  }

  static Ran with(Map<String, String> environment, String input, String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, false, StandardCharsets.UTF_8),
            false,
            false,
            false,
            environment);
    int exit = Cli.run(terminal, words);
    return new Ran(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
