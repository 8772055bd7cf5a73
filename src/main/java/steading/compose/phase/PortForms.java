package steading.compose.phase;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import steading.compose.schema.Core;
import steading.compose.yaml.Node;
import steading.compose.yaml.Scalars;
import steading.problem.Problems;

/** The short form of a port: {@code [[IP:]HOST:]CONTAINER[/PROTOCOL]}, with ranges. */
final class PortForms {
  private static final int MAX_RANGE = 1000;
  private static final Pattern SHORT =
      Pattern.compile(
          "(?:(?:(?<ip>\\[[0-9a-fA-F:.]+]|[0-9a-fA-F:.]*):)?(?<host>[0-9-]*):)?"
              + "(?<container>[0-9-]+)(?:/(?<protocol>[a-zA-Z]+))?");
  private static final Pattern RANGE = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");
  private static final Pattern ADDRESS =
      Pattern.compile(
          "((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  private final Problems problems;
  private final boolean filling;

  PortForms(Problems problems, boolean filling) {
    this.problems = problems;
    this.filling = filling;
  }

  private record Range(int first, int last) {
    int size() {
      return last - first + 1;
    }
  }

  List<Node> expand(Node node) {
    if (!(node instanceof Node.Scalar scalar) || isOpen(scalar)) {
      return List.of(node);
    }
    Object value = Core.value(scalar);
    String text = Core.text(value);
    Matcher matcher = SHORT.matcher(text);
    boolean port = value instanceof String || value instanceof Long;
    Range target = port && matcher.matches() ? range(matcher.group("container")) : null;
    String host = target == null ? null : matcher.group("host");
    boolean published = host != null && !host.isEmpty();
    Range source = published ? range(Objects.requireNonNull(host)) : null;
    if (target == null || (published && source == null) || !sound(matcher)) {
      problem(scalar, "is no port", "write HOST:CONTAINER, such as \"8080:80\"");
      return List.of();
    }
    if (source != null && source.size() != target.size() && target.size() != 1) {
      problem(
          scalar,
          "has ranges of different lengths",
          "publish one host port for each container port");
      return List.of();
    }
    List<Node> ports = new ArrayList<>();
    for (int i : order(target)) {
      ports.add(port(scalar, matcher, published(source, target, i), target.first + i));
    }
    return ports;
  }

  private boolean isOpen(Node.Scalar scalar) {
    return scalar.isNull() || (!filling && scalar.text().contains("$"));
  }

  private static boolean sound(Matcher matcher) {
    String protocol = matcher.group("protocol");
    String ip = matcher.group("ip");
    boolean known =
        protocol == null
            || List.of("tcp", "udp", "sctp").contains(protocol.toLowerCase(Locale.ROOT));
    return known
        && (ip == null || ip.isEmpty() || ADDRESS.matcher(ip.replaceAll("[\\[\\]]", "")).matches());
  }

  /** Compose sorts the ports of a range as texts. */
  private static List<Integer> order(Range target) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < target.size(); i++) {
      order.add(i);
    }
    order.sort(Comparator.comparing(i -> (target.first + i) + "/"));
    return order;
  }

  private static @Nullable String published(@Nullable Range source, Range target, int index) {
    if (source == null) {
      return null;
    }
    return source.size() == target.size()
        ? Integer.toString(source.first + index)
        : source.first + "-" + source.last;
  }

  private static Node port(
      Node.Scalar scalar, Matcher matcher, @Nullable String published, int target) {
    Map<String, Node> port = new LinkedHashMap<>();
    port.put("mode", Forms.text(scalar.place(), "ingress"));
    port.put("target", Forms.bare(scalar.place(), Integer.toString(target)));
    if (published != null) {
      port.put("published", Forms.text(scalar.place(), published));
    }
    String ip = matcher.group("ip");
    if (ip != null && !ip.isEmpty()) {
      port.put("host_ip", Forms.text(scalar.place(), ip.replaceAll("[\\[\\]]", "")));
    }
    String protocol = matcher.group("protocol");
    port.put(
        "protocol",
        Forms.text(scalar.place(), protocol == null ? "tcp" : protocol.toLowerCase(Locale.ROOT)));
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
    problems.at(
        scalar.place(), "compose.port", "\"" + Scalars.shown(scalar.text()) + "\" " + what, fix);
  }
}
