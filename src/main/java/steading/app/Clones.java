package steading.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import steading.problem.Problem;

/**
 * Which apps are clones of others. A clone is held: it reaches nothing outside, and its jobs do not
 * start by themselves, until it is released. The mark is a file beside its app.yaml, so that no
 * edit of that file releases it by accident.
 */
public final class Clones {
  static final String FILE = "clone-of";

  private Clones() {}

  /** The app that this one is a clone of; empty when it is none, or was released. */
  public static Optional<String> source(Home home, String app) {
    Path file = file(home, app);
    try {
      return Files.isRegularFile(file)
          ? Optional.of(Files.readString(file).strip())
          : Optional.empty();
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  /** To be called before anything of the clone is made. */
  public static void mark(Home home, String app, String source) {
    Path file = file(home, app);
    try {
      Durable.directories(home.appDirectory(app));
      Durable.write(file, source + "\n");
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  public static void release(Home home, String app) {
    Path file = file(home, app);
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  private static Path file(Home home, String app) {
    return home.appDirectory(app).resolve(FILE);
  }

  private static RuntimeException unusable(Path file, IOException e) {
    return Problem.failed(
            "clone.mark", file + " cannot be used", "check who owns it, and that the disk has room")
        .because(e.toString())
        .raise();
  }
}
