package steading.compose;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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

  private static final Pattern PRIVATE_SUBNET =
      Pattern.compile(
          "(10\\.|172\\.(1[6-9]|2[0-9]|3[01])\\.|192\\.168\\.)[0-9.]+/(1[2-9]|2[0-9]|3[0-2])"
              + "|10\\.[0-9.]+/([89]|1[01])|[fF][cdCD][0-9a-fA-F]{2}:[0-9a-fA-F:]*/\\d{1,3}");

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
    return PRIVATE_SUBNET.matcher(subnet).matches();
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
