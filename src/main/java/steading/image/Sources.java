package steading.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  record Source(ContextTree tree, String file, String instructions) {}

  Sources(ServiceImages serviceImages) {
    this.serviceImages = serviceImages;
  }

  String hash(Source source, Map<String, String> args, String target) {
    return hash(source, args, target, Build.Options.NONE);
  }

  /** What few builds need is only hashed where it is there, so that other hashes stay. */
  String hash(Source source, Map<String, String> args, String target, Build.Options options) {
    return hash(source, args, target, options, Set.of());
  }

  private String hash(
      Source source,
      Map<String, String> args,
      String target,
      Build.Options options,
      Set<Path> above) {
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
    foundations(source, args, above).forEach((image, hash) -> all.put("from " + image, hash));
    return ContentHash.of(source.tree(), source.instructions(), all, target);
  }

  /**
   * The images of ours that a build starts from: when one of them changes, so does what is built on
   * it. A circle is left to the build, which tells the person about it.
   */
  private Map<String, String> foundations(
      Source source, Map<String, String> args, Set<Path> above) {
    Map<String, String> hashes = new TreeMap<>();
    for (Dockerfile.Use use : Dockerfile.parse(source.instructions(), args).uses()) {
      // What is no image's name is left to the build as well.
      Optional<ServiceImages.Recipe> ours =
          Reference.tryParse(use.image()).flatMap(serviceImages::find);
      if (ours.isEmpty() || above.contains(ours.get().context())) {
        continue;
      }
      ServiceImages.Recipe recipe = ours.get();
      Set<Path> chain = new HashSet<>(above);
      chain.add(recipe.context());
      Source below = read(recipe.context(), "Dockerfile");
      hashes.put(use.image(), hash(below, recipe.args(), "", Build.Options.NONE, chain));
    }
    return hashes;
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
