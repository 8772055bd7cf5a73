package steading.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import steading.problem.Problem;
import steading.problem.ProblemException;

/** What somebody hands over in a file: it is read here, as who called, not as the daemon. */
final class GivenFile {
  private static final int MOST = 1 << 20;

  private GivenFile() {}

  static String text(String file) {
    try {
      Path path = Path.of(file);
      if (Files.size(path) > MOST) {
        throw Problem.usage("file.too-big", file + " is too big", "name the right file").raise();
      }
      return new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
    } catch (IOException | InvalidPathException e) {
      throw unreadable(file, e);
    }
  }

  static String standardInput() {
    try {
      return new String(System.in.readNBytes(MOST), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw unreadable("standard input", e);
    }
  }

  private static ProblemException unreadable(String file, Exception cause) {
    String why =
        switch (cause) {
          case NoSuchFileException _ -> "There is no such file";
          case AccessDeniedException _ -> "This account may not read it";
          case InvalidPathException _ -> "No file can have this name";
          default -> directory(file) ? "It is a directory" : cause.toString();
        };
    return Problem.usage(
            "file.unreadable", file + " cannot be read", "check its name and who may read it")
        .because(why)
        .raise();
  }

  private static boolean directory(String file) {
    return Files.isDirectory(Path.of(file));
  }
}
