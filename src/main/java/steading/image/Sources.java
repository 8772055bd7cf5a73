package steading.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import steading.compose.Build;
import steading.problem.Problem;

/** Reads what a build is made of: the context as the builder sees it, and the Dockerfile. */
final class Sources {
  /** The name of a Dockerfile that stands in the Compose file. */
  private static final String INLINE = ".steading.Dockerfile";

  private final ServiceImages serviceImages;

  /**
   * @param file the Dockerfile's path inside the context, with slashes
   */
  record Source(ContextTree tree, String file, String instructions) {
    String hash(Map<String, String> args, String target) {
      return hash(args, target, Build.Options.NONE);
    }

    /** What few builds need is only hashed where it is there, so that other hashes stay. */
    String hash(Map<String, String> args, String target, Build.Options options) {
      Map<String, String> all = new TreeMap<>(args);
      options.labels().forEach((name, value) -> all.put("label " + name, value));
      if (options.platform() != null) {
        all.put("platform", options.platform());
      }
      if (options.network() != null) {
        all.put("network", options.network());
      }
      if (!options.extraHosts().isEmpty()) {
        all.put("extra hosts", options.extraHosts().toString());
      }
      return ContentHash.of(tree, instructions, all, target);
    }
  }

  Sources(ServiceImages serviceImages) {
    this.serviceImages = serviceImages;
  }

  Source read(Path context, String dockerfile, @Nullable String inline) {
    return inline == null
        ? read(context, dockerfile)
        : new Source(ContextTree.read(context.normalize()), INLINE, inline);
  }

  Source read(Path context, String dockerfile) {
    Path root = context.normalize();
    ContextTree tree = ContextTree.read(root);
    Path file = root.resolve(dockerfile).normalize();
    if (!file.startsWith(root) || !Files.isRegularFile(file)) {
      throw Problem.usage(
              "image.no-dockerfile",
              "there is no Dockerfile " + file + " inside the build context " + root,
              "correct build.dockerfile, which is relative to build.context")
          .raise();
    }
    try {
      String name = root.relativize(file).toString();
      boolean described = serviceImages.owns(root);
      return new Source(
          described ? tree.without(ServiceImages.DESCRIPTION) : tree, name, Files.readString(file));
    } catch (IOException e) {
      throw ContextTree.unreadable(file, e);
    }
  }
}
