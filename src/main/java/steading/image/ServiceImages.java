package steading.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import steading.compose.yaml.Fields;
import steading.compose.yaml.Node;
import steading.compose.yaml.Yaml;
import steading.problem.Problems;

/** The official images that recipes/images can stand in for, each under the tags it lists. */
final class ServiceImages {
  static final String DESCRIPTION = "image.yaml";

  private final Path directory;

  /** How one tag is built; {@code args} include BASE. */
  record Recipe(String name, String tag, Path context, Map<String, String> args) {
    Recipe {
      args = Map.copyOf(args);
    }
  }

  private record Description(
      Map<String, Map<String, String>> versions, @Nullable String fallback) {}

  ServiceImages(Path directory) {
    this.directory = directory;
  }

  /** A name without a tag means the image's default, as {@code latest} would upstream. */
  Optional<Recipe> find(Reference reference) {
    Path context = directory.resolve(reference.shortName());
    if (!reference.official()
        || reference.digest() != null
        || !Files.isRegularFile(context.resolve(DESCRIPTION))) {
      return Optional.empty();
    }
    Description description = read(context.resolve(DESCRIPTION));
    String wanted = String.valueOf(reference.tag());
    String tag =
        wanted.equals("latest") && description.fallback() != null ? description.fallback() : wanted;
    return Optional.ofNullable(description.versions().get(tag))
        .map(args -> new Recipe(reference.shortName(), tag, context, args));
  }

  /** Whether the directory is one of ours, whose description is no part of what is built. */
  boolean owns(Path context) {
    return directory.equals(context.getParent());
  }

  /** Everything that can be built here, as {@code name:tag}. */
  List<String> known() {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> each = Files.list(directory)) {
      return each.filter(context -> Files.isRegularFile(context.resolve(DESCRIPTION)))
          .sorted()
          .flatMap(ServiceImages::tags)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> tags(Path context) {
    return read(context.resolve(DESCRIPTION)).versions().keySet().stream()
        .map(tag -> context.getFileName() + ":" + tag);
  }

  private static Description read(Path file) {
    Problems problems = new Problems();
    Node root = Yaml.read(file, problems);
    Map<String, Map<String, String>> versions = new TreeMap<>();
    String fallback = null;
    if (root != null) {
      Fields fields = Fields.of(root, problems);
      fields.required("name", "summary", "versions");
      fields.text("name");
      fields.text("summary");
      fallback = fields.text("default");
      fields
          .entries("versions")
          .forEach((tag, entry) -> versions.put(tag, args(entry.value(), problems)));
      fields.done();
    }
    problems.raiseIfAny();
    return new Description(versions, fallback);
  }

  private static Map<String, String> args(Node version, Problems problems) {
    Fields fields = Fields.of(version, problems);
    Map<String, String> args = new LinkedHashMap<>(fields.textMap("args"));
    args.put("BASE", fields.requiredText("base"));
    fields.done();
    return args;
  }
}
