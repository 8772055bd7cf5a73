package steading.compose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import steading.compose.yaml.Node;
import steading.problem.Problems;

/** The short form of a port: {@code [[IP:]HOST:]CONTAINER[/PROTOCOL]}, with ranges. */
final class PortForms {
  private static final int MAX_RANGE = 1000;
  private static final Pattern SHORT =
      Pattern.compile(
          "(?:(?:(?<ip>\\[[0-9a-fA-F:.]+]|[0-9a-fA-F:.]+):)?(?<host>[0-9-]*):)?"
              + "(?<container>[0-9-]+)(?:/(?<protocol>[a-z]+))?");
  private static final Pattern RANGE = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");

  private final Problems problems;

  PortForms(Problems problems) {
    this.problems = problems;
  }

  private record Range(int first, int last) {
    int size() {
      return last - first + 1;
    }
  }

  List<Node> expand(Node node) {
    if (!(node instanceof Node.Scalar scalar)) {
      return List.of(node);
    }
    Matcher matcher = SHORT.matcher(scalar.text());
    Range target = matcher.matches() ? range(matcher.group("container")) : null;
    String host = target == null ? null : matcher.group("host");
    boolean published = host != null && !host.isEmpty();
    Range source = published ? range(Objects.requireNonNull(host)) : null;
    if (target == null || (published && source == null)) {
      problem(scalar, "is no port", "write HOST:CONTAINER, such as \"8080:80\"");
      return List.of();
    }
    if (source != null && source.size() != target.size()) {
      problem(
          scalar,
          target.size() == 1
              ? "lets the Engine choose from a range, which is not supported yet"
              : "has ranges of different lengths",
          "publish exactly one host port for each container port");
      return List.of();
    }
    List<Node> ports = new ArrayList<>();
    for (int i = 0; i < target.size(); i++) {
      Integer hostPort = source == null ? null : (Integer) (source.first + i);
      ports.add(port(scalar, matcher, hostPort, target.first + i));
    }
    return ports;
  }

  private static Node port(
      Node.Scalar scalar, Matcher matcher, @Nullable Integer published, int target) {
    Map<String, Node> port = new LinkedHashMap<>();
    port.put("target", Forms.text(scalar.place(), Integer.toString(target)));
    if (published != null) {
      port.put("published", Forms.text(scalar.place(), published.toString()));
    }
    String ip = matcher.group("ip");
    if (ip != null) {
      port.put("host_ip", Forms.text(scalar.place(), ip.replaceAll("[\\[\\]]", "")));
    }
    String protocol = matcher.group("protocol");
    port.put("protocol", Forms.text(scalar.place(), protocol == null ? "tcp" : protocol));
    return Forms.mapping(scalar.place(), port);
  }

  private static @Nullable Range range(String text) {
    Matcher matcher = RANGE.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    int first = Integer.parseInt(matcher.group(1));
    int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
    boolean good = first >= 1 && first <= last && last <= 65_535 && last - first < MAX_RANGE;
    return good ? new Range(first, last) : null;
  }

  private void problem(Node.Scalar scalar, String what, String fix) {
    problems.at(scalar.place(), "compose.port", "\"" + scalar.text() + "\" " + what, fix);
  }
}
