package steading.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import steading.problem.Problem;

/** Reads what a build is made of: the context as the builder sees it, and the Dockerfile. */
final class Sources {
  private final ServiceImages serviceImages;

  /**
   * @param file the Dockerfile's path inside the context, with slashes
   */
  record Source(ContextTree tree, String file, String instructions) {
    String hash(Map<String, String> args, String target) {
      return ContentHash.of(tree, instructions, args, target);
    }
  }

  Sources(ServiceImages serviceImages) {
    this.serviceImages = serviceImages;
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
