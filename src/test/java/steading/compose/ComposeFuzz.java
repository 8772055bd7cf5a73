package steading.compose;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import steading.problem.Problems;

/** What the fuzzer calls with what it made up: reading may find problems, and never throws. */
public final class ComposeFuzz {
  private static final Path FILE = file();

  private ComposeFuzz() {}

  private static Path file() {
    try {
      return Files.createTempDirectory("steading-fuzz").resolve("compose.yaml");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void fuzzerTestOneInput(byte[] text) throws IOException {
    Files.write(FILE, text);
    Path directory = FILE.getParent();
    Problems problems = new Problems();
    Project project =
        ComposeLoader.load(List.of(FILE), Map.of("A", "1"), "fuzz", directory, problems);
    if (!problems.any()) {
      Policy.check(project, Set.of());
    }
  }
}
