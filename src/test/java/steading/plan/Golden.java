package steading.plan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Expected plans as text, beside the tests. */
final class Golden {
  private static final Path DIRECTORY = Path.of("src/test/resources/steading/plan");

  private Golden() {}

  static String read(String name) {
    try {
      return Files.readString(DIRECTORY.resolve(name), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
