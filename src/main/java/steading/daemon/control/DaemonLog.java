package steading.daemon.control;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import steading.app.Durable;

/** The file that takes what a detached daemon prints. */
final class DaemonLog {
  private static final long LARGEST = 10L << 20;
  private static final int TAIL_BYTES = 8192;
  private static final int TAIL_LINES = 12;

  private final Path file;

  DaemonLog(Path file) {
    this.file = file;
  }

  /**
   * Makes the file, closed to others, and room in it; one older log is kept. Returns where the new
   * daemon's lines will begin.
   */
  long prepare() throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null) {
      Durable.directories(directory);
    }
    if (Files.exists(file) && Files.size(file) > LARGEST) {
      Path older = file.resolveSibling(file.getFileName() + ".1");
      Files.move(file, older, StandardCopyOption.REPLACE_EXISTING);
    }
    Durable.closedFile(file);
    return Files.size(file);
  }

  /** The last lines written after {@code from}. */
  String tail(long from) {
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      long start = Math.max(from, log.length() - TAIL_BYTES);
      byte[] bytes = new byte[(int) Math.max(0, log.length() - start)];
      log.seek(start);
      log.readFully(bytes);
      List<String> lines = new String(bytes, StandardCharsets.UTF_8).strip().lines().toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    } catch (IOException e) {
      return "(the log " + file + " cannot be read)";
    }
  }
}
