package steading.recipe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import steading.compose.UsualFiles;
import steading.compose.yaml.Node;
import steading.compose.yaml.Yaml;
import steading.problem.Problems;

/**
 * The little that a recipe needs to know of its compose.yaml before any variable has a value: the
 * names of its services and the ports they offer.
 */
final class ComposeGlance {
  private static final Pattern PORT = Pattern.compile("(?:.*:)?(\\d{1,5})(?:/(?:tcp|http))?");
  private static final int HIGHEST_PORT = 65535;

  private final Map<String, Node.Entry> services;

  private ComposeGlance(Map<String, Node.Entry> services) {
    this.services = services;
  }

  static Optional<Path> file(Path directory) {
    return UsualFiles.file(directory);
  }

  /**
   * A file that cannot be read is reported by whoever loads it for good, and knows nothing here.
   */
  static ComposeGlance at(Path directory) {
    Node root = file(directory).map(found -> Yaml.read(found, new Problems())).orElse(null);
    if (root instanceof Node.Mapping mapping
        && mapping.get("services") instanceof Node.Mapping services) {
      return new ComposeGlance(services.entries());
    }
    return new ComposeGlance(Map.of());
  }

  /** Empty when the file cannot be read. */
  Optional<Set<String>> services() {
    return services.isEmpty() ? Optional.empty() : Optional.of(services.keySet());
  }

  /** The one port of the one service that offers any. */
  List<Recipe.RouteRule> onlyPort() {
    List<Recipe.RouteRule> found = new ArrayList<>();
    services.forEach((name, entry) -> {
      for (int port : ports(entry.value())) {
        found.add(new Recipe.RouteRule(name, port, "/", ""));
      }
    });
    return found.size() == 1 ? found : List.of();
  }

  private static Set<Integer> ports(Node service) {
    Set<Integer> ports = new TreeSet<>();
    if (service instanceof Node.Mapping mapping) {
      for (String key : List.of("ports", "expose")) {
        if (mapping.get(key) instanceof Node.Sequence sequence) {
          sequence.items().forEach(item -> addPort(item, ports));
        }
      }
    }
    return ports;
  }

  private static void addPort(Node item, Set<Integer> ports) {
    Node target = item instanceof Node.Mapping mapping ? mapping.get("target") : item;
    Integer port = target instanceof Node.Scalar scalar ? port(scalar.text()) : null;
    if (port != null) {
      ports.add(port);
    }
  }

  private static @Nullable Integer port(String text) {
    Matcher matcher = PORT.matcher(text);
    int port = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    return port >= 1 && port <= HIGHEST_PORT ? port : null;
  }
}
