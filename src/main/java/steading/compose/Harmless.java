package steading.compose;

import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Short lists of what is known to stay inside a container; everything else is not on them. */
final class Harmless {
  static final Set<String> LOG_DRIVERS = Set.of("json-file", "local", "none", "journald");

  private static final Set<String> SECURITY_OPTIONS =
      Set.of("no-new-privileges", "no-new-privileges:true", "no-new-privileges=true");
  private static final Pattern SYSCTL =
      Pattern.compile(
          "net\\.(ipv4|ipv6)\\.[a-z0-9_.\\-/]+|net\\.core\\.somaxconn|fs\\.mqueue\\.[a-z_]+"
              + "|kernel\\.(msgmax|msgmnb|msgmni|sem|shmall|shmmax|shmmni|shm_rmid_forced)");
  private static final Set<String> NAMESPACES = Set.of("", "private", "none", "shareable");
  private static final Pattern MEMORY_OPTION =
      Pattern.compile("(size|uid|gid|mode|nr_inodes)=[0-9a-zA-Z%]+|nosuid|nodev|noexec|ro|rw");
  private static final Set<String> NETWORK_DRIVERS = Set.of("bridge", "overlay");
  private static final Set<String> NETWORK_OPTIONS =
      Set.of(
          "com.docker.network.driver.mtu",
          "com.docker.network.bridge.enable_icc",
          "com.docker.network.bridge.enable_ip_masquerade",
          "encrypted");

  private static final Pattern SUBNET =
      Pattern.compile(
          "((0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}|[0-9a-fA-F]{0,4}:[0-9a-fA-F:]{1,38})"
              + "/[1-9][0-9]{0,2}");
  private static final List<String> PRIVATE_SUBNETS =
      List.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/8", "fd00::/8");

  /** What time it is here; nearly every public Compose file mounts one of them. */
  private static final Set<Path> CLOCK =
      Set.of(Path.of("/etc/localtime"), Path.of("/etc/timezone"));

  private Harmless() {}

  /** A file of the host that tells nothing about it; where it is missing, it would be made. */
  static boolean hostFile(Path path) {
    return CLOCK.contains(path) && Files.isRegularFile(path);
  }

  /** Addresses that no one has outside of private networks. */
  static boolean subnet(String subnet) {
    return SUBNET.matcher(subnet).matches()
        && PRIVATE_SUBNETS.stream().anyMatch(around -> inside(subnet, around));
  }

  /** Whether it has no address that {@code around} does not have. */
  private static boolean inside(String subnet, String around) {
    byte[] own = address(subnet);
    byte[] outer = address(around);
    int length = length(subnet);
    int common = length(around);
    if (own.length != outer.length || length < common || length > own.length * 8) {
      return false;
    }
    int rest = own.length * 8 - common;
    return new BigInteger(1, own)
        .shiftRight(rest)
        .equals(new BigInteger(1, outer).shiftRight(rest));
  }

  private static byte[] address(String subnet) {
    try {
      byte[] bytes = InetAddress.ofLiteral(subnet.substring(0, subnet.indexOf('/'))).getAddress();
      // Java makes an IPv4 address of an IPv6 one that maps it; the Engine does not.
      return subnet.contains(":") && bytes.length == 4 ? new byte[0] : bytes;
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static int length(String subnet) {
    return Integer.parseInt(subnet.substring(subnet.indexOf('/') + 1));
  }

  /** What is written about an image says nothing to a runtime. */
  static boolean annotation(String key) {
    return key.startsWith("org.opencontainers.image.");
  }

  /** Only what happens inside a container may be said about its end of a network. */
  static boolean endpointOption(String key) {
    return key.equals("com.docker.network.endpoint.ifname");
  }

  /** Whether mounts stay where they were made. */
  static boolean propagation(@Nullable String propagation) {
    return propagation == null || Set.of("private", "rprivate").contains(propagation);
  }

  static boolean securityOption(String option) {
    return SECURITY_OPTIONS.contains(option);
  }

  static boolean sysctl(String key) {
    return SYSCTL.matcher(key).matches();
  }

  /** A namespace of the container's own, or of another service of the same project. */
  static boolean namespace(String value, Set<String> services) {
    return NAMESPACES.contains(value)
        || (value.startsWith("service:") && services.contains(value.substring(8)));
  }

  /**
   * The Engine hands the options to mount(2): only memory is certain to be no one's file. An {@code
   * o: bind} would win over {@code type: tmpfs}, so options are judged one by one.
   */
  static boolean volumeOptions(@Nullable String driver, Map<String, String> options) {
    if (driver != null && !driver.equals("local")) {
      return false;
    }
    if (options.isEmpty()) {
      return true;
    }
    return "tmpfs".equals(options.get("type"))
        && Set.of("type", "device", "o").containsAll(options.keySet())
        && Arrays.stream(options.getOrDefault("o", "rw").split(",", -1))
            .allMatch(option -> MEMORY_OPTION.matcher(option).matches());
  }

  static boolean networkOptions(@Nullable String driver, Map<String, String> options) {
    return (driver == null || NETWORK_DRIVERS.contains(driver))
        && NETWORK_OPTIONS.containsAll(options.keySet());
  }
}
