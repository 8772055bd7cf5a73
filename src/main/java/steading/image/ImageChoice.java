package steading.image;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where an image comes from. {@code reference} is exact: a digest, or a tag that carries the hash
 * of what it is built of.
 */
public sealed interface ImageChoice {
  /** What the recipe wrote, for people. */
  String wanted();

  String reference();

  record Pulled(String wanted, String reference) implements ImageChoice {}

  record Built(
      String wanted,
      String reference,
      Path context,
      String dockerfile,
      Map<String, String> args,
      String target)
      implements ImageChoice {
    public Built {
      args = Map.copyOf(args);
    }
  }
}
