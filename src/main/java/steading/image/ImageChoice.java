package steading.image;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import steading.compose.Build;

/**
 * Where an image comes from. {@code reference} is exact: a digest, or a tag that carries the hash
 * of what it is built of.
 */
public sealed interface ImageChoice {
  /** What the recipe wrote, for people. */
  String wanted();

  String reference();

  /**
   * @param platform null means the Engine's own
   */
  record Pulled(String wanted, String reference, @Nullable String platform) implements ImageChoice {
    public Pulled(String wanted, String reference) {
      this(wanted, reference, null);
    }
  }

  record Built(
      String wanted,
      String reference,
      Path context,
      String dockerfile,
      Map<String, String> args,
      String target,
      Build.Options options)
      implements ImageChoice {
    public Built(
        String wanted,
        String reference,
        Path context,
        String dockerfile,
        Map<String, String> args,
        String target) {
      this(wanted, reference, context, dockerfile, args, target, Build.Options.NONE);
    }

    public Built {
      args = Map.copyOf(args);
    }
  }
}
