package steading.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** What the generator is expected to write, as files beside the tests. */
final class Golden {
  private Golden() {}

  static String text(String name) {
    try (InputStream stream = Golden.class.getResourceAsStream("golden/" + name)) {
      return new String(
          Objects.requireNonNull(stream, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
