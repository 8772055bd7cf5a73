package steading.compose.phase;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import steading.compose.schema.Values;
import steading.compose.yaml.Node;
import steading.problem.Place;

/** Says outright what files leave to be understood: names, networks, what waits for what. */
final class Normalise {
  private static final List<String> NAMED = List.of("networks", "volumes", "configs", "secrets");
  private static final List<String> NAMESPACES =
      List.of("network_mode", "ipc", "pid", "uts", "cgroup");

  private final Context context;
  private final String name;

  Normalise(Context context, String name) {
    this.context = context;
    this.name = name;
  }

  Node.Mapping apply(Node.Mapping root) {
    Node.Mapping changed = Edit.without(root, "version");
    changed = Edit.put(changed, "name", Forms.text(changed.place(), name));
    changed = (Node.Mapping) Edit.at(changed, "services.*", this::service);
    boolean usesDefault =
        Edit.section(changed, "services").entries().values().stream()
            .anyMatch(entry ->
                entry.value() instanceof Node.Mapping service
                    && Edit.section(service, "networks").entries().containsKey("default"));
    Node.Mapping networks = Edit.section(changed, "networks");
    if (usesDefault && !networks.entries().containsKey("default")) {
      changed =
          Edit.put(changed, "networks", Edit.put(networks, "default", Forms.nothing(root.place())));
    }
    for (String section : NAMED) {
      changed = (Node.Mapping) Edit.at(changed, section, this::named);
    }
    return changed;
  }

  private Node named(Node definitions) {
    if (!(definitions instanceof Node.Mapping mapping)) {
      return definitions;
    }
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach((key, entry) -> {
          Node.Mapping body =
              entry.value() instanceof Node.Mapping found
                  ? found
                  : new Node.Mapping(entry.keyPlace(), Map.of());
          boolean external = Values.flag(body.get("external"));
          Node.Mapping full = Edit.putIfAbsent(body, "name", external ? key : name + "_" + key);
          entries.put(key, Edit.with(entry, full));
        });
    return new Node.Mapping(mapping.place(), entries);
  }

  private Node service(Node node) {
    if (!(node instanceof Node.Mapping service)) {
      return node;
    }
    Node.Mapping changed = service;
    if ("if_not_present".equals(Edit.text(changed, "pull_policy"))) {
      changed = Edit.put(changed, "pull_policy", Forms.text(changed.place(), "missing"));
    }
    if (changed.get("network_mode") == null
        && Edit.section(changed, "networks").entries().isEmpty()) {
      changed = Edit.put(changed, "networks", inDefault(changed.place()));
    }
    Map<String, String> variables = context.variables();
    changed = (Node.Mapping) Edit.at(changed, "build", this::build);
    changed =
        (Node.Mapping)
            Edit.at(changed, "environment", pairs -> Environment.filled(pairs, variables, true));
    changed = (Node.Mapping) Edit.at(changed, "volumes.*.target", Normalise::cleaned);
    changed = (Node.Mapping) Edit.at(changed, "extra_hosts", Normalise::sorted);
    return dependencies(changed);
  }

  private static Node inDefault(Place place) {
    return Forms.mapping(place, Map.of("default", Forms.nothing(place)));
  }

  private Node build(Node node) {
    if (!(node instanceof Node.Mapping build)) {
      return node;
    }
    Node.Mapping changed = build;
    if (build.get("dockerfile_inline") == null) {
      changed = Edit.putIfAbsent(changed, "dockerfile", "Dockerfile");
    }
    Map<String, String> variables = context.variables();
    Node.Mapping known =
        (Node.Mapping) Edit.at(changed, "args", args -> Environment.filled(args, variables, false));
    known = (Node.Mapping) Edit.at(known, "extra_hosts", Normalise::sorted);
    return Edit.at(known, "ssh", Normalise::keys);
  }

  /** {@code id: path}, as Compose prints them. */
  private static Node keys(Node node) {
    if (!(node instanceof Node.Mapping mapping)) {
      return node;
    }
    List<Node> keys = new ArrayList<>();
    new TreeMap<>(mapping.entries())
        .forEach((id, entry) -> {
          String path = entry.value() instanceof Node.Scalar scalar ? scalar.text() : "";
          boolean alone = Forms.isNothing(entry.value()) || path.isEmpty();
          keys.add(Forms.text(entry.keyPlace(), alone ? id : id + ": " + path));
        });
    return new Node.Sequence(mapping.place(), keys);
  }

  private static Node sorted(Node node) {
    if (!(node instanceof Node.Sequence sequence)) {
      return node;
    }
    List<Node> items = new ArrayList<>(sequence.items());
    items.sort((one, other) ->
        one instanceof Node.Scalar a && other instanceof Node.Scalar b
            ? a.text().compareTo(b.text())
            : 0);
    return new Node.Sequence(sequence.place(), items);
  }

  private static Node cleaned(Node node) {
    if (!(node instanceof Node.Scalar scalar) || scalar.text().indexOf('\0') >= 0) {
      return node;
    }
    String clean = Path.of(scalar.text()).normalize().toString();
    return clean.equals(scalar.text()) ? node : Forms.text(scalar.place(), clean);
  }

  private static Node.Mapping dependencies(Node.Mapping service) {
    Map<String, Node.Entry> all =
        new LinkedHashMap<>(Edit.section(service, "depends_on").entries());
    for (Node link : Edit.items(service, "links")) {
      if (link instanceof Node.Scalar scalar) {
        String[] parts = scalar.text().split(":", -1);
        String other = parts.length == 2 ? parts[0] : scalar.text();
        all.putIfAbsent(other, Defaults.implied(scalar.place(), true));
      }
    }
    for (String key : NAMESPACES) {
      if (service.get(key) instanceof Node.Scalar scalar && scalar.text().startsWith("service:")) {
        all.putIfAbsent(scalar.text().substring(8), Defaults.implied(scalar.place(), true));
      }
    }
    for (Node from : Edit.items(service, "volumes_from")) {
      if (from instanceof Node.Scalar scalar && !scalar.text().startsWith("container:")) {
        String other = scalar.text().split(":", -1)[0];
        all.putIfAbsent(other, Defaults.implied(scalar.place(), false));
      }
    }
    Place place = Edit.section(service, "depends_on").place();
    return all.isEmpty() ? service : Edit.put(service, "depends_on", new Node.Mapping(place, all));
  }
}
