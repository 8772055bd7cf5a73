package steading.compose.phase;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import steading.compose.yaml.Node;

/** Leaves out the services that no profile switches on, and what then nobody needs. */
final class Profiles {
  private Profiles() {}

  /**
   * @param on {@code *} stands for all
   */
  static Node.Mapping active(Node.Mapping root, Set<String> on) {
    Map<String, Node.Entry> services = new LinkedHashMap<>();
    Node.Mapping all = Edit.section(root, "services");
    all.entries()
        .forEach((name, entry) -> {
          if (isActive(entry.value(), on)) {
            services.put(name, entry);
          }
        });
    return Edit.put(root, "services", new Node.Mapping(all.place(), services));
  }

  private static boolean isActive(Node node, Set<String> on) {
    if (!(node instanceof Node.Mapping service) || on.contains("*")) {
      return true;
    }
    boolean always = Edit.items(service, "profiles").isEmpty();
    return always
        || Edit.items(service, "profiles").stream()
            .anyMatch(item -> item instanceof Node.Scalar scalar && on.contains(scalar.text()));
  }

  /** Only the networks, volumes, secrets and configs that a service names. */
  static Node.Mapping needed(Node.Mapping root) {
    Set<String> networks = new HashSet<>();
    Set<String> volumes = new HashSet<>();
    Set<String> secrets = new HashSet<>();
    Set<String> configs = new HashSet<>();
    Edit.section(root, "services")
        .entries()
        .values()
        .forEach(entry -> {
          if (entry.value() instanceof Node.Mapping service) {
            networks.addAll(Edit.section(service, "networks").entries().keySet());
            for (Node item : Edit.items(service, "volumes")) {
              if (item instanceof Node.Mapping mount && "volume".equals(Edit.text(mount, "type"))) {
                volumes.add(String.valueOf(Edit.text(mount, "source")));
              }
            }
            sources(service, "secrets", secrets);
            sources(Edit.section(service, "build"), "secrets", secrets);
            sources(service, "configs", configs);
          }
        });
    Map<String, Set<String>> all =
        Map.of("networks", networks, "volumes", volumes, "secrets", secrets, "configs", configs);
    Node.Mapping changed = root;
    for (Map.Entry<String, Set<String>> section : all.entrySet()) {
      changed = only(changed, section.getKey(), section.getValue());
    }
    return changed;
  }

  private static void sources(Node.Mapping service, String key, Set<String> into) {
    for (Node item : Edit.items(service, key)) {
      if (item instanceof Node.Mapping mount) {
        into.add(String.valueOf(Edit.text(mount, "source")));
      }
    }
  }

  private static Node.Mapping only(Node.Mapping root, String section, Set<String> names) {
    if (root.get(section) == null) {
      return root;
    }
    Node.Mapping all = Edit.section(root, section);
    Map<String, Node.Entry> kept = new LinkedHashMap<>(all.entries());
    kept.keySet().retainAll(names);
    return kept.isEmpty()
        ? Edit.without(root, section)
        : Edit.put(root, section, new Node.Mapping(all.place(), kept));
  }
}
