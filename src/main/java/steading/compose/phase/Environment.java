package steading.compose.phase;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import steading.compose.schema.Values;
import steading.compose.yaml.Node;

/** Gives the services the variables that stand elsewhere: in the surroundings, and in files. */
final class Environment {
  private final Context context;
  private final Map<String, List<Path>> files = new LinkedHashMap<>();

  Environment(Context context) {
    this.context = context;
  }

  /** By service, the files that were read for it. */
  Map<String, List<Path>> files() {
    return files;
  }

  /** Names without a value get the one that is known; the others stay without. */
  static Node known(Node root, Map<String, String> variables) {
    return Edit.at(root, "services.*.environment", node -> filled(node, variables, true));
  }

  /**
   * @param keep whether names that nobody knows stay
   */
  static Node filled(Node node, Map<String, String> variables, boolean keep) {
    if (!(node instanceof Node.Mapping mapping)) {
      return node;
    }
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach((name, entry) -> {
          String value = Forms.isNothing(entry.value()) ? variables.get(name) : null;
          if (value != null) {
            entries.put(name, Edit.with(entry, Forms.text(entry.value().place(), value)));
          } else if (keep || !Forms.isNothing(entry.value())) {
            entries.put(name, entry);
          }
        });
    return new Node.Mapping(mapping.place(), entries);
  }

  /** Lays each service's own variables and labels over those of its files. */
  Node.Mapping apply(Node.Mapping root) {
    Map<String, Node.Entry> services = new LinkedHashMap<>();
    Edit.section(root, "services")
        .entries()
        .forEach((name, entry) ->
            services.put(
                name,
                entry.value() instanceof Node.Mapping service
                    ? Edit.with(entry, service(name, service))
                    : entry));
    return services.isEmpty()
        ? root
        : Edit.put(
            root, "services", new Node.Mapping(Edit.section(root, "services").place(), services));
  }

  private Node.Mapping service(String name, Node.Mapping service) {
    Map<String, Node.Entry> variables = new LinkedHashMap<>();
    Map<String, String> found = new HashMap<>();
    for (Node item : Edit.items(service, "env_file")) {
      if (item instanceof Node.Mapping file) {
        boolean required = file.get("required") == null || Values.flag(file.get("required"));
        Map<String, String> lookup = new HashMap<>(context.variables());
        lookup.putAll(found);
        read(name, file.get("path"), Edit.text(file, "format"), required, lookup)
            .forEach((key, value) -> {
              found.put(key, value);
              variables.put(key, new Node.Entry(item.place(), Forms.text(item.place(), value)));
            });
      }
    }
    Map<String, Node.Entry> labels = new LinkedHashMap<>();
    Map<String, String> foundLabels = new HashMap<>();
    for (Node item : Edit.items(service, "label_file")) {
      read(name, item, null, true, foundLabels)
          .forEach((key, value) -> {
            foundLabels.put(key, value);
            labels.put(key, new Node.Entry(item.place(), Forms.text(item.place(), value)));
          });
    }
    Node.Mapping bare = Edit.without(Edit.without(service, "env_file"), "label_file");
    return under(under(bare, "environment", variables), "labels", labels);
  }

  private static Node.Mapping under(
      Node.Mapping service, String key, Map<String, Node.Entry> below) {
    if (below.isEmpty()) {
      return service;
    }
    Map<String, Node.Entry> all = new LinkedHashMap<>(below);
    Node.Mapping own = Edit.section(service, key);
    all.putAll(own.entries());
    return Edit.put(service, key, new Node.Mapping(own.place(), all));
  }

  private Map<String, String> read(
      String service,
      @Nullable Node named,
      @Nullable String format,
      boolean required,
      Map<String, String> lookup) {
    if (!(named instanceof Node.Scalar scalar) || scalar.text().isEmpty() || !context.filling()) {
      return Map.of();
    }
    Path file = Path.of(scalar.text().replace("\0", ""));
    if (!Files.exists(file) && !required) {
      return Map.of();
    }
    files.computeIfAbsent(service, any -> new ArrayList<>()).add(file);
    if (!Files.isRegularFile(file)) {
      context
          .problems()
          .at(
              scalar.place(),
              "compose.env-file",
              file + " is not a file",
              "name an existing file, or set required: false");
      return Map.of();
    }
    if (format != null && !format.equals("raw") && !format.isEmpty()) {
      context
          .problems()
          .at(
              scalar.place(),
              "compose.choice",
              "\"format\" cannot be \"" + format + "\"",
              "leave it out, or write raw");
      return Map.of();
    }
    return "raw".equals(format)
        ? EnvFile.readRaw(file, context.problems())
        : EnvFile.read(file, lookup, context.problems());
  }
}
