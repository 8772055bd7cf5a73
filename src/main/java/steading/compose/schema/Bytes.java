package steading.compose.schema;

import org.jspecify.annotations.Nullable;
import steading.compose.yaml.Sizes;

/** Sizes as Compose takes them: besides {@link Sizes}, {@code -1} for no limit. */
final class Bytes {
  private Bytes() {}

  static @Nullable Long parse(String text) {
    return text.equals("-1") ? Long.valueOf(-1) : Sizes.parse(text);
  }
}
