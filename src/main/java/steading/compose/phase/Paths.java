package steading.compose.phase;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import steading.compose.yaml.Node;
import steading.problem.Place;

/** Makes the paths of a project's files absolute, against the directory they belong to. */
final class Paths {
  private static final Pattern REMOTE =
      Pattern.compile("(https?|git|ssh)://.*|github\\.com/.*|git@.*");
  private static final Pattern ELSEWHERE = Pattern.compile("([a-zA-Z]:)?[\\\\/].*");

  private final Context context;
  private final Path directory;

  Paths(Context context, Path directory) {
    this.context = context;
    this.directory = directory;
  }

  Node resolve(Node root) {
    Node changed = root;
    for (String path :
        Set.of(
            "services.*.build.context",
            "services.*.build.additional_contexts.*",
            "services.*.build.ssh.*",
            "services.*.env_file.*.path",
            "services.*.label_file.*",
            "services.*.develop.watch.*.path",
            "configs.*.file",
            "secrets.*.file")) {
      boolean build = path.startsWith("services.*.build.");
      boolean watched = path.contains(".watch.");
      changed =
          Edit.at(changed, path, node -> build && isElsewhere(node) ? node : file(node, watched));
    }
    changed = Edit.at(changed, "services.*.extends.file", node -> file(node, false));
    changed = Edit.at(changed, "services.*.volumes.*", this::mount);
    return Edit.at(changed, "volumes.*", this::device);
  }

  private static boolean isElsewhere(Node node) {
    return node instanceof Node.Scalar scalar
        && (scalar.text().contains("://")
            || scalar.text().startsWith("service:")
            || REMOTE.matcher(scalar.text()).matches());
  }

  private Node mount(Node node) {
    return node instanceof Node.Mapping mapping && "bind".equals(Edit.text(mapping, "type"))
        ? Edit.at(mapping, "source", source -> file(source, false))
        : node;
  }

  /** A local volume that is a directory of the host after all. */
  private Node device(Node node) {
    boolean bind =
        node instanceof Node.Mapping volume
            && "local".equals(Edit.text(volume, "driver"))
            && "bind".equals(Edit.text(Edit.section(volume, "driver_opts"), "o"));
    return bind ? Edit.at(node, "driver_opts.device", path -> file(path, false)) : node;
  }

  private Node file(Node node, boolean follow) {
    if (!(node instanceof Node.Scalar scalar)
        || scalar.text().isEmpty()
        || scalar.isNull()
        || (!context.filling() && scalar.text().startsWith("$"))
        || ELSEWHERE.matcher(scalar.text()).matches()) {
      return node;
    }
    Path path = absolute(scalar.text(), directory, scalar.place(), context);
    return path == null
        ? node
        : Forms.text(scalar.place(), (follow ? real(path) : path).toString());
  }

  private static Path real(Path path) {
    try {
      return Files.exists(path) ? path.toRealPath() : path;
    } catch (IOException e) {
      return path;
    }
  }

  /** The file of this machine that {@code key} names; null after a problem. */
  static @Nullable Path local(Node.Mapping mapping, String key, Path directory, Context context) {
    return mapping.get(key) instanceof Node.Scalar scalar
        ? local(scalar, directory, context)
        : null;
  }

  static @Nullable Path local(Node.Scalar scalar, Path directory, Context context) {
    if (scalar.text().contains("://") || REMOTE.matcher(scalar.text()).matches()) {
      context
          .problems()
          .at(
              scalar.place(),
              "compose.remote",
              "\"" + scalar.text() + "\" is not on this machine",
              "copy the file here and name it by its path");
      return null;
    }
    return absolute(scalar.text(), directory, scalar.place(), context);
  }

  private static @Nullable Path absolute(
      String text, Path directory, Place place, Context context) {
    try {
      if (!text.startsWith("~")) {
        return directory.resolve(text).normalize();
      }
      String home = context.variables().get("HOME");
      if (home != null) {
        return Path.of(home, text.substring(1)).normalize();
      }
      context
          .problems()
          .at(
              place,
              "compose.path",
              "\"~\" means nothing without a home directory",
              "write a path relative to the project directory");
    } catch (InvalidPathException e) {
      context
          .problems()
          .at(place, "compose.path", "this is no path", "write a path without odd characters");
    }
    return null;
  }
}
