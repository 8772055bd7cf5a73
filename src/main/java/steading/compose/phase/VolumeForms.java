package steading.compose.phase;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import steading.compose.schema.Core;
import steading.compose.yaml.Node;
import steading.compose.yaml.Scalars;
import steading.problem.Problems;

/** The short form of a mount: {@code [SOURCE:]TARGET[:OPTIONS]}. */
final class VolumeForms {
  private static final Set<String> PROPAGATION =
      Set.of("rprivate", "private", "rshared", "shared", "rslave", "slave");

  /** A path of Windows begins with the letter of a drive, whose colon separates nothing. */
  private static final Pattern COLON = Pattern.compile("(?<!(^|:)[a-zA-Z](?=:[\\\\])):");

  private final Problems problems;
  private final Problems warnings;
  private final boolean filling;

  VolumeForms(Problems problems, Problems warnings, boolean filling) {
    this.problems = problems;
    this.warnings = warnings;
    this.filling = filling;
  }

  Node expand(Node node) {
    if (!(node instanceof Node.Scalar scalar)
        || !(Core.value(scalar) instanceof String)
        || (!filling && scalar.text().contains("$"))) {
      return node;
    }
    List<String> parts = List.of(COLON.split(scalar.text(), -1));
    if (parts.size() > 3 || parts.contains("")) {
      problems.at(
          scalar.place(),
          "compose.volume",
          "\"" + Scalars.shown(scalar.text()) + "\" is no mount",
          "write SOURCE:TARGET or SOURCE:TARGET:ro");
      return Forms.mapping(
          scalar.place(),
          Map.of(
              "type", Forms.text(scalar.place(), "volume"),
              "target", Forms.text(scalar.place(), scalar.text())));
    }
    Map<String, Node> mount = new LinkedHashMap<>();
    boolean anonymous = parts.size() == 1;
    String source = parts.getFirst();
    boolean path = !anonymous && isPath(source);
    mount.put("type", Forms.text(scalar.place(), path ? "bind" : "volume"));
    if (!anonymous) {
      mount.put("source", Forms.text(scalar.place(), source));
    }
    mount.put("target", Forms.text(scalar.place(), clean(anonymous ? source : parts.get(1))));
    options(scalar, path, parts.size() == 3 ? parts.get(2) : "", mount);
    return Forms.mapping(scalar.place(), mount);
  }

  private static boolean isPath(String source) {
    return "./~".indexOf(source.charAt(0)) >= 0
        || source.startsWith("\\\\")
        || source.matches("[a-zA-Z]:.*");
  }

  private static String clean(String target) {
    return target.indexOf('\0') >= 0 ? target : Path.of(target).normalize().toString();
  }

  private void options(Node.Scalar scalar, boolean path, String written, Map<String, Node> mount) {
    Map<String, Node> bind = new LinkedHashMap<>();
    Map<String, Node> volume = new LinkedHashMap<>();
    for (String option : written.split(",", -1)) {
      switch (option) {
        case "ro" -> mount.put("read_only", Forms.bare(scalar.place(), "true"));
        case "rw" -> mount.put("read_only", Forms.bare(scalar.place(), "false"));
        case "nocopy" -> volume.put("nocopy", Forms.bare(scalar.place(), "true"));
        case "z", "Z" -> bind.put("selinux", Forms.text(scalar.place(), option));
        default -> {
          if (PROPAGATION.contains(option)) {
            bind.put("propagation", Forms.text(scalar.place(), option));
          } else if (!option.isEmpty()) {
            warnings.at(
                scalar.place(),
                "compose.no-effect",
                "the mount option \"" + Scalars.shown(option) + "\" has no effect here",
                "remove it");
          }
        }
      }
    }
    if (path) {
      bind.put("create_host_path", Forms.bare(scalar.place(), "true"));
    }
    if (path || !bind.isEmpty()) {
      mount.put("bind", Forms.mapping(scalar.place(), bind));
    }
    if (!path || !volume.isEmpty()) {
      mount.put("volume", Forms.mapping(scalar.place(), volume));
    }
  }
}
