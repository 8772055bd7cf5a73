package steading.compose;

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

  private Harmless() {}

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
