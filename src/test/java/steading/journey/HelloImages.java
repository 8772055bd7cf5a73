package steading.journey;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The images that hello and the gateway need, built on this machine's own Engine: private Engines
 * have no way out, and get them from there.
 */
final class HelloImages {
  private static @Nullable List<String> names;

  private HelloImages() {}

  static synchronized List<String> names() {
    if (names == null) {
      try (Installation stead = Installation.fresh()) {
        stead.stead("install", "hello", "--host", "hello.localhost", "--yes").ok();
        names =
            stead.engine.containers(stead.label()).stream()
                .flatMap(container -> stead.engine.image(container.imageId()).stream())
                .flatMap(image -> image.tags().stream())
                .distinct()
                .sorted()
                .toList();
      }
    }
    return names;
  }
}
