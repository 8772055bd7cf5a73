package steading.compose.phase;

import java.util.ArrayList;
import java.util.List;
import steading.compose.schema.Core;
import steading.compose.yaml.Node;
import steading.compose.yaml.Scalars;
import steading.problem.Problems;

/** Hosts with their addresses: every form becomes a list of {@code NAME=ADDRESS}. */
final class HostForms {
  private final Problems problems;

  HostForms(Problems problems) {
    this.problems = problems;
  }

  Node expand(Node node) {
    List<Node> hosts = new ArrayList<>();
    switch (node) {
      case Node.Sequence sequence -> {
        for (Node item : sequence.items()) {
          if (!(item instanceof Node.Scalar scalar) || !(Core.value(scalar) instanceof String)) {
            return node;
          }
          hosts.addAll(written(scalar));
        }
      }
      case Node.Mapping mapping -> {
        for (var entry : mapping.entries().entrySet()) {
          for (Node address : ShortForms.items(entry.getValue().value())) {
            if (!(address instanceof Node.Scalar scalar)
                || !(Core.value(scalar) instanceof String)) {
              return node;
            }
            hosts.add(host(scalar, entry.getKey(), scalar.text()));
          }
        }
      }
      case Node.Scalar scalar -> {
        return scalar;
      }
    }
    return new Node.Sequence(node.place(), hosts);
  }

  private List<Node> written(Node.Scalar scalar) {
    String text = scalar.text();
    int split = text.indexOf('=') < 0 ? text.indexOf(':') : text.indexOf('=');
    if (split < 1) {
      problems.at(
          scalar.place(),
          "compose.host",
          "\"" + Scalars.shown(text) + "\" is no host",
          "write NAME=ADDRESS");
      return List.of();
    }
    List<Node> hosts = new ArrayList<>();
    for (String address : text.substring(split + 1).split(",", -1)) {
      hosts.add(host(scalar, text.substring(0, split), address));
    }
    return hosts;
  }

  private static Node host(Node.Scalar scalar, String name, String address) {
    boolean bracketed = address.length() > 2 && address.startsWith("[") && address.endsWith("]");
    String bare = bracketed ? address.substring(1, address.length() - 1) : address;
    return Forms.text(scalar.place(), name + "=" + bare);
  }
}
