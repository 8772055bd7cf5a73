package steading.compose;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A network of the project. {@code explicitName} is set by {@code name:}; external ones are never
 * made or removed.
 */
public record Network(
    String name,
    @Nullable String explicitName,
    boolean external,
    @Nullable String driver,
    Map<String, String> driverOpts,
    boolean internal,
    boolean attachable,
    boolean ipv6,
    List<Pool> pools,
    Map<String, String> labels) {

  public Network {
    driverOpts = Project.ordered(driverOpts);
    pools = List.copyOf(pools);
    labels = Project.ordered(labels);
  }

  /** A network of its own with nothing special about it. */
  public static Network of(String name) {
    return new Network(name, null, false, null, Map.of(), false, false, false, List.of(), Map.of());
  }

  public record Pool(@Nullable String subnet, @Nullable String gateway, @Nullable String ipRange) {}
}
