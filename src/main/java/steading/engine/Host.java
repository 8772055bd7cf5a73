package steading.engine;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import steading.engine.EngineException.Reason;

/** Programs of this machine, by argument vector, with their output in a log. */
final class Host {
  private static final int SHOWN_LINES = 15;
  private static final int SHOWN_BYTES = 8 * 1024;

  record Result(int code, String lastLines) {}

  private Host() {}

  static Result run(List<String> command, Map<String, String> environment, Path log) {
    try {
      long before = size(log);
      Process process = start(command, environment, log);
      int code = process.onExit().join().exitValue();
      return new Result(code, lastLines(log, before));
    } catch (CompletionException e) {
      throw new EngineException(Reason.FAILED, command.getFirst() + " cannot be waited for", e);
    }
  }

  /** Starts a program that outlives us. */
  static Process detach(List<String> command, Path log) {
    return start(command, Map.of(), log);
  }

  /** How much is in the log already. */
  static long size(Path log) {
    try {
      return Files.exists(log) ? Files.size(log) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  /** The end of what the log got after its first {@code before} bytes: older lines mislead. */
  static String lastLines(Path log, long before) {
    if (!Files.exists(log)) {
      return "";
    }
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long length = file.length();
      byte[] end = new byte[Math.clamp(length - before, 0, SHOWN_BYTES)];
      file.seek(length - end.length);
      file.readFully(end);
      List<String> lines = new String(end, StandardCharsets.UTF_8).lines().toList();
      int from = Math.max(0, lines.size() - SHOWN_LINES);
      return String.join("\n", lines.subList(from, lines.size()));
    } catch (IOException e) {
      return "(the log " + log + " cannot be read: " + e.getMessage() + ")";
    }
  }

  private static Process start(List<String> command, Map<String, String> environment, Path log) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      return builder.start();
    } catch (IOException e) {
      throw new EngineException(
          Reason.FAILED, command.getFirst() + " cannot be started: " + e.getMessage(), e);
    }
  }
}
