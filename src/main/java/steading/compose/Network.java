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
    Map<String, String> labels,
    Addressing addressing) {

  /** With addresses given out in the Engine's usual way. */
  public Network(
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
    this(
        name,
        explicitName,
        external,
        driver,
        driverOpts,
        internal,
        attachable,
        ipv6,
        pools,
        labels,
        Addressing.USUAL);
  }

  public Network {
    driverOpts = Project.ordered(driverOpts);
    pools = List.copyOf(pools);
    labels = Project.ordered(labels);
  }

  /** A network of its own with nothing special about it. */
  public static Network of(String name) {
    return new Network(name, null, false, null, Map.of(), false, false, false, List.of(), Map.of());
  }

  /**
   * Who gives out addresses.
   *
   * @param driver null means the Engine itself
   */
  public record Addressing(boolean ipv4, @Nullable String driver, Map<String, String> options) {
    public static final Addressing USUAL = new Addressing(true, null, Map.of());

    public Addressing {
      options = Project.ordered(options);
    }
  }

  /**
   * @param reserved addresses that no container gets, by name
   */
  public record Pool(
      @Nullable String subnet,
      @Nullable String gateway,
      @Nullable String ipRange,
      Map<String, String> reserved) {
    public Pool(@Nullable String subnet, @Nullable String gateway, @Nullable String ipRange) {
      this(subnet, gateway, ipRange, Map.of());
    }

    public Pool {
      reserved = Project.ordered(reserved);
    }
  }
}
