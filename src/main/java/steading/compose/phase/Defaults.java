package steading.compose.phase;

import java.util.Map;
import steading.compose.yaml.Node;
import steading.problem.Place;

/** Writes down what the specification assumes where a file says nothing. */
final class Defaults {
  private Defaults() {}

  static Node apply(Node root) {
    Node changed = root;
    changed = Edit.at(changed, "services.*.build", node -> with(node, "context", "."));
    changed = Edit.at(changed, "services.*.ports.*", Defaults::port);
    changed = Edit.at(changed, "services.*.secrets.*", Defaults::secret);
    changed = Edit.at(changed, "services.*.depends_on.*", Defaults::dependency);
    changed = Edit.at(changed, "services.*.gpus.*", Defaults::device);
    return Edit.at(changed, "services.*.deploy.resources.reservations.devices.*", Defaults::device);
  }

  private static Node with(Node node, String key, String text) {
    return node instanceof Node.Mapping mapping ? Edit.putIfAbsent(mapping, key, text) : node;
  }

  private static Node port(Node node) {
    return with(with(node, "mode", "ingress"), "protocol", "tcp");
  }

  private static Node secret(Node node) {
    if (!(node instanceof Node.Mapping mapping)) {
      return node;
    }
    String source = Edit.text(mapping, "source");
    return source == null ? node : Edit.putIfAbsent(mapping, "target", "/run/secrets/" + source);
  }

  private static Node dependency(Node node) {
    return node instanceof Node.Mapping mapping && mapping.get("required") == null
        ? Edit.put(mapping, "required", Forms.bare(mapping.place(), "true"))
        : node;
  }

  private static Node device(Node node) {
    return node instanceof Node.Mapping mapping
            && mapping.get("count") == null
            && mapping.get("device_ids") == null
        ? Edit.put(mapping, "count", Forms.text(mapping.place(), "all"))
        : node;
  }

  /** A dependency that nobody wrote down, but that follows from what stands at {@code place}. */
  static Node.Entry implied(Place place, boolean restart) {
    return new Node.Entry(
        place,
        Forms.mapping(
            place,
            Map.of(
                "condition", Forms.text(place, "service_started"),
                "restart", Forms.bare(place, Boolean.toString(restart)),
                "required", Forms.bare(place, "true"))));
  }
}
