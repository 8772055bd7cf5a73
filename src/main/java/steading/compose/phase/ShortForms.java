package steading.compose.phase;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import steading.compose.yaml.Node;
import steading.problem.Place;
import steading.problem.Problems;

/**
 * Writes every short form of Compose as its long form, so that all later phases know one form only.
 * What is neither form stays as it is, for the check to tell.
 */
final class ShortForms {
  private static final Set<String> PAIRS =
      Set.of("environment", "labels", "annotations", "sysctls");
  private static final Set<String> LISTS = Set.of("tmpfs", "dns_search", "label_file");
  private static final Map<String, Forms.Form> LABELLED =
      Map.of("labels", Pairs::of, "external", node -> node);

  private final Problems problems;
  private final Map<String, Forms.Form> service;
  private final Map<String, Forms.Form> project;

  /**
   * @param filling false: what has a variable in it is no form yet
   */
  ShortForms(Problems problems, Problems warnings, boolean filling) {
    this.problems = problems;
    PortForms ports = new PortForms(problems, filling);
    VolumeForms volumes = new VolumeForms(problems, warnings, filling);
    Map<String, Forms.Form> forms = new LinkedHashMap<>();
    forms.put("ports", node -> each(node, ports::expand));
    forms.put("volumes", node -> each(node, item -> List.of(volumes.expand(item))));
    forms.put("secrets", node -> each(node, item -> List.of(named(item, "source"))));
    forms.put("configs", node -> each(node, item -> List.of(named(item, "source"))));
    forms.put("env_file", node -> each(list(node), item -> List.of(named(item, "path"))));
    forms.put("devices", node -> each(node, item -> List.of(device(item))));
    forms.put("gpus", ShortForms::gpus);
    forms.put("extra_hosts", new HostForms(problems)::expand);
    forms.put("depends_on", node -> keys(node, ShortForms::started));
    forms.put("networks", node -> keys(node, Forms::nothing));
    forms.put("models", node -> keys(node, Forms::nothing));
    forms.put("extends", node -> named(node, "service"));
    forms.put("command", this::words);
    forms.put("entrypoint", this::words);
    forms.put("build", this::build);
    forms.put("deploy", this::deploy);
    forms.put("healthcheck", node -> inside(node, Map.of("test", ShortForms::test)));
    for (String key : Set.of("post_start", "pre_stop")) {
      forms.put(key, node -> each(node, item -> List.of(hook(item))));
    }
    forms.put("develop", this::develop);
    PAIRS.forEach(key -> forms.put(key, Pairs::of));
    LISTS.forEach(key -> forms.put(key, ShortForms::list));
    forms.put("dns", node -> each(list(node), ShortForms::unlessEmpty));
    this.service = forms;
    this.project =
        Map.of(
            "services", node -> definitions(node, item -> inside(item, service)),
            "networks", node -> definitions(node, this::definition),
            "volumes", node -> definitions(node, this::definition),
            "secrets", node -> definitions(node, this::definition),
            "configs", node -> definitions(node, this::definition),
            "include", node -> each(node, item -> List.of(include(item))));
  }

  Node expand(Node file) {
    return inside(file, project);
  }

  private static Node inside(Node node, Map<String, Forms.Form> forms) {
    return node instanceof Node.Mapping mapping ? Forms.values(mapping, forms) : node;
  }

  private static Node definitions(Node node, Function<Node, Node> change) {
    if (!(node instanceof Node.Mapping mapping)) {
      return node;
    }
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach((name, entry) -> entries.put(name, Edit.with(entry, change.apply(entry.value()))));
    return new Node.Mapping(mapping.place(), entries);
  }

  /** Old files write {@code external: {name: NAME}}. */
  private Node definition(Node node) {
    if (!(inside(node, LABELLED) instanceof Node.Mapping mapping)
        || !(mapping.get("external") instanceof Node.Mapping external)) {
      return inside(node, LABELLED);
    }
    Node.Mapping changed = Edit.put(mapping, "external", Forms.bare(external.place(), "true"));
    String old = Edit.text(external, "name");
    String name = Edit.text(mapping, "name");
    if (old != null && name != null && !old.equals(name)) {
      problems.at(
          external.place(), "compose.conflict", "name and external.name differ", "keep name only");
    }
    return old == null ? changed : Edit.putIfAbsent(changed, "name", old);
  }

  private static Node each(Node node, Function<Node, List<Node>> change) {
    return node instanceof Node.Sequence sequence ? Forms.items(sequence, change) : node;
  }

  static Node list(Node node) {
    return node instanceof Node.Scalar ? new Node.Sequence(node.place(), List.of(node)) : node;
  }

  private static List<Node> unlessEmpty(Node node) {
    return node instanceof Node.Scalar scalar && scalar.text().isEmpty()
        ? List.of()
        : List.of(node);
  }

  private static Node named(Node node, String key) {
    return node instanceof Node.Scalar scalar && !scalar.isNull()
        ? Forms.mapping(scalar.place(), Map.of(key, scalar))
        : node;
  }

  private static Node keys(Node node, Function<Place, Node> value) {
    if (!(node instanceof Node.Sequence sequence)) {
      return node;
    }
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    for (Node item : sequence.items()) {
      if (!(item instanceof Node.Scalar scalar)) {
        return node;
      }
      entries.put(scalar.text(), new Node.Entry(item.place(), value.apply(item.place())));
    }
    return new Node.Mapping(sequence.place(), entries);
  }

  private static Node started(Place place) {
    return Forms.mapping(
        place,
        Map.of(
            "condition", Forms.text(place, "service_started"),
            "required", Forms.bare(place, "true")));
  }

  private Node words(Node node) {
    if (!(node instanceof Node.Scalar scalar) || scalar.isNull()) {
      return node;
    }
    List<String> words = ShellWords.split(scalar.text());
    if (words == null) {
      problems.at(
          node.place(), "compose.command", "a quote in this command is never closed", "close it");
      return new Node.Sequence(node.place(), List.of());
    }
    return new Node.Sequence(
        node.place(), words.stream().map(word -> Forms.text(node.place(), word)).toList());
  }

  private static Node test(Node node) {
    return node instanceof Node.Scalar scalar
        ? new Node.Sequence(node.place(), List.of(Forms.text(node.place(), "CMD-SHELL"), scalar))
        : node;
  }

  private Node hook(Node node) {
    return inside(node, Map.of("command", this::words, "environment", Pairs::of));
  }

  private Node develop(Node node) {
    Forms.Form watch = item -> inside(item, Map.of("exec", this::hook));
    return inside(node, Map.of("watch", list -> each(list, item -> List.of(watch.expand(item)))));
  }

  private Node build(Node node) {
    return inside(
        named(node, "context"),
        Map.of(
            "args", Pairs::of,
            "labels", Pairs::of,
            "additional_contexts", Pairs::of,
            "ssh", Pairs::of,
            "extra_hosts", new HostForms(problems)::expand,
            "cache_from", ShortForms::list,
            "cache_to", ShortForms::list,
            "secrets", secrets -> each(secrets, item -> List.of(named(item, "source")))));
  }

  private Node deploy(Node node) {
    Node labelled = inside(node, Map.of("labels", Pairs::of));
    return Edit.at(
        labelled,
        "resources.reservations.devices.*",
        device -> inside(device, Map.of("options", Pairs::of)));
  }

  private static Node gpus(Node node) {
    if (node instanceof Node.Scalar scalar && scalar.text().equals("all")) {
      return new Node.Sequence(
          node.place(), List.of(Forms.mapping(node.place(), Map.of("count", scalar))));
    }
    return each(node, item -> List.of(inside(item, Map.of("options", Pairs::of))));
  }

  private Node device(Node node) {
    if (!(node instanceof Node.Scalar scalar)) {
      return node;
    }
    List<String> parts = List.of(scalar.text().split(":", -1));
    if (parts.size() > 3) {
      problems.at(
          node.place(),
          "compose.device",
          "\"" + scalar.text() + "\" is no device",
          "write /dev/NAME or /dev/NAME:/dev/NAME:rwm");
      return node;
    }
    String target = parts.size() > 1 ? parts.get(1) : "";
    Map<String, Node> device = new LinkedHashMap<>();
    device.put("source", Forms.text(node.place(), parts.getFirst()));
    device.put("target", Forms.text(node.place(), target.isEmpty() ? parts.getFirst() : target));
    device.put("permissions", Forms.text(node.place(), parts.size() > 2 ? parts.get(2) : "rwm"));
    return Forms.mapping(node.place(), device);
  }

  private static Node include(Node node) {
    Node named = named(node, "path");
    return inside(named, Map.of("path", ShortForms::list, "env_file", ShortForms::list));
  }

  /** For {@link HostForms}: the texts of one value or a list of them. */
  static List<Node> items(Node node) {
    return node instanceof Node.Sequence sequence
        ? sequence.items()
        : new ArrayList<>(List.of(node));
  }
}
