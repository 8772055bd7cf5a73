package steading.compose;

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
 * Writes every short form of Compose as its long form, so that merging and reading know one form
 * only.
 */
final class ShortForms {
  private final Problems problems;
  private final Map<String, Forms.Form> service;
  private final Map<String, Forms.Form> project;

  ShortForms(Problems problems, Problems warnings) {
    this.problems = problems;
    PortForms ports = new PortForms(problems);
    VolumeForms volumes = new VolumeForms(problems, warnings);
    Map<String, Forms.Form> forms = new LinkedHashMap<>();
    forms.put("ports", node -> each(node, ports::expand));
    forms.put("volumes", node -> each(node, volumes::expand));
    forms.put("secrets", node -> each(node, item -> List.of(named(item, "source"))));
    forms.put("configs", node -> each(node, item -> List.of(named(item, "source"))));
    forms.put("env_file", node -> each(list(node), item -> List.of(named(item, "path"))));
    forms.put("devices", node -> each(node, item -> List.of(device(item))));
    forms.put("extra_hosts", ShortForms::hosts);
    forms.put("depends_on", node -> keys(node, ShortForms::started));
    forms.put("networks", node -> keys(node, Forms::nothing));
    forms.put("command", this::words);
    forms.put("entrypoint", this::words);
    forms.put("build", ShortForms::build);
    forms.put("ulimits", ShortForms::ulimits);
    forms.put("healthcheck", node -> inside(node, Map.of("test", ShortForms::test)));
    for (String key : Set.of("environment", "labels", "sysctls")) {
      forms.put(key, Pairs::of);
    }
    for (String key : Set.of("tmpfs", "dns", "dns_search")) {
      forms.put(key, ShortForms::list);
    }
    this.service = forms;
    Map<String, Forms.Form> labelled =
        Map.of("labels", Pairs::of, "driver_opts", Pairs::of, "external", ShortForms::external);
    this.project =
        Map.of(
            "services", node -> definitions(node, service),
            "networks", node -> definitions(node, labelled),
            "volumes", node -> definitions(node, labelled),
            "secrets", node -> definitions(node, labelled),
            "configs", node -> definitions(node, labelled));
  }

  Node expand(Node file) {
    return inside(file, project);
  }

  private static Node inside(Node node, Map<String, Forms.Form> forms) {
    return node instanceof Node.Mapping mapping ? Forms.values(mapping, forms) : node;
  }

  /** A definition without content, such as {@code volumes: {data: }}, is an empty mapping. */
  private static Node definitions(Node node, Map<String, Forms.Form> forms) {
    if (!(node instanceof Node.Mapping mapping)) {
      return node;
    }
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach((name, entry) -> {
          Node value = entry.value();
          Node full =
              Forms.isNothing(value)
                  ? Forms.mapping(entry.keyPlace(), Map.of())
                  : inside(value, forms);
          entries.put(name, new Node.Entry(entry.keyPlace(), full, entry.tag()));
        });
    return new Node.Mapping(mapping.place(), entries);
  }

  private static Node each(Node node, Function<Node, List<Node>> change) {
    return node instanceof Node.Sequence sequence ? Forms.items(sequence, change) : node;
  }

  private static Node list(Node node) {
    return node instanceof Node.Scalar ? new Node.Sequence(node.place(), List.of(node)) : node;
  }

  private static Node named(Node node, String key) {
    return node instanceof Node.Scalar scalar
        ? Forms.mapping(scalar.place(), key, scalar.text())
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
    return Forms.mapping(place, "condition", "service_started");
  }

  private Node words(Node node) {
    if (!(node instanceof Node.Scalar scalar)) {
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

  private static Node build(Node node) {
    return inside(named(node, "context"), Map.of("args", Pairs::of, "labels", Pairs::of));
  }

  private static Node ulimits(Node node) {
    if (!(node instanceof Node.Mapping mapping)) {
      return node;
    }
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach((name, entry) -> {
          Node value = entry.value();
          Node both =
              value instanceof Node.Scalar && !Forms.isNothing(value)
                  ? Forms.mapping(value.place(), Map.of("soft", value, "hard", value))
                  : value;
          entries.put(name, new Node.Entry(entry.keyPlace(), both, entry.tag()));
        });
    return new Node.Mapping(mapping.place(), entries);
  }

  /** Every host becomes {@code NAME:ADDRESS}, as the Engine takes it. */
  private static Node hosts(Node node) {
    return switch (node) {
      case Node.Sequence sequence -> Forms.items(sequence, item -> List.of(host(item)));
      case Node.Mapping mapping -> {
        List<Node> hosts = new ArrayList<>();
        mapping
            .entries()
            .forEach((name, entry) -> {
              for (Node address :
                  list(entry.value()) instanceof Node.Sequence s ? s.items() : List.<Node>of()) {
                String text = address instanceof Node.Scalar scalar ? scalar.text() : "";
                hosts.add(Forms.text(address.place(), name + ":" + text));
              }
            });
        yield new Node.Sequence(mapping.place(), hosts);
      }
      case Node.Scalar scalar -> scalar;
    };
  }

  private static Node host(Node node) {
    return node instanceof Node.Scalar scalar
        ? Forms.text(
            scalar.place(), scalar.text().replaceFirst("=", ":").replaceAll("[\\[\\]]", ""))
        : node;
  }

  private static Node device(Node node) {
    if (!(node instanceof Node.Mapping mapping)) {
      return node;
    }
    StringBuilder device = new StringBuilder();
    for (String key : List.of("source", "target", "permissions")) {
      if (mapping.get(key) instanceof Node.Scalar scalar) {
        device.append(device.isEmpty() ? "" : ":").append(scalar.text());
      }
    }
    return Forms.text(node.place(), device.toString());
  }

  /** Old files write {@code external: {name: NAME}}; the reader takes the name from there. */
  private static Node external(Node node) {
    return node instanceof Node.Mapping mapping && mapping.entries().isEmpty()
        ? Forms.text(node.place(), "true")
        : node;
  }
}
