package steading.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import steading.problem.Problem;

/** What a person hears of a mistake of ours: where the trace is, never the trace. */
final class Crash {
  private Crash() {}

  /** The words of the command line are left out but for the command: they may hold secrets. */
  static Problem report(Throwable crash, String... words) {
    String name = Line.of(words).command();
    StringWriter trace = new StringWriter();
    trace.append("stead " + Version.current() + " " + name + " at " + Instant.now() + "\n");
    crash.printStackTrace(new PrintWriter(trace, true));
    return Problem.failed(
        "internal", "something went wrong inside Steading", "report it with " + save(trace));
  }

  private static String save(StringWriter trace) {
    try {
      Path file = Files.createTempFile("stead-crash-", ".txt");
      Files.writeString(file, trace.toString());
      return "the file " + file;
    } catch (IOException e) {
      return "what you did; the details could not be written";
    }
  }
}
