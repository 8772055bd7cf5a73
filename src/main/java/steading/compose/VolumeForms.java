package steading.compose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import steading.compose.yaml.Node;
import steading.problem.Problems;

/** The short form of a mount: {@code [SOURCE:]TARGET[:OPTIONS]}. */
final class VolumeForms {
  private final Problems problems;
  private final Problems warnings;

  VolumeForms(Problems problems, Problems warnings) {
    this.problems = problems;
    this.warnings = warnings;
  }

  List<Node> expand(Node node) {
    if (!(node instanceof Node.Scalar scalar)) {
      return List.of(node);
    }
    List<String> parts = new ArrayList<>(List.of(scalar.text().split(":", -1)));
    if (parts.size() > 3 || parts.contains("")) {
      problems.at(
          scalar.place(),
          "compose.volume",
          "\"" + scalar.text() + "\" is no mount",
          "write SOURCE:TARGET or SOURCE:TARGET:ro");
      return List.of();
    }
    Map<String, Node> mount = new LinkedHashMap<>();
    boolean anonymous = parts.size() == 1;
    String source = parts.getFirst();
    boolean path = !anonymous && "./~".indexOf(source.charAt(0)) >= 0;
    mount.put("type", Forms.text(scalar.place(), path ? "bind" : "volume"));
    if (!anonymous) {
      mount.put("source", Forms.text(scalar.place(), source));
    }
    mount.put("target", Forms.text(scalar.place(), anonymous ? source : parts.get(1)));
    if (parts.size() == 3) {
      for (String option : parts.get(2).split(",", -1)) {
        option(scalar, option, mount);
      }
    }
    return List.of(Forms.mapping(scalar.place(), mount));
  }

  private void option(Node.Scalar scalar, String option, Map<String, Node> mount) {
    switch (option) {
      case "ro" -> mount.put("read_only", Forms.text(scalar.place(), "true"));
      case "rw" -> mount.put("read_only", Forms.text(scalar.place(), "false"));
      case "z", "Z", "cached", "delegated", "consistent" ->
          warnings.at(
              scalar.place(),
              "compose.no-effect",
              "the mount option \"" + option + "\" has no effect here",
              "remove it");
      default ->
          problems.at(
              scalar.place(),
              "compose.unsupported",
              "the mount option \"" + option + "\" is not supported yet",
              "use ro or rw only");
    }
  }
}
