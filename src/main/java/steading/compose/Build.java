package steading.compose;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How an image is built; {@code dockerfile} is relative to the absolute {@code context}. */
public record Build(
    Path context, String dockerfile, Map<String, String> args, @Nullable String target) {
  public Build {
    args = Project.ordered(args);
  }
}
