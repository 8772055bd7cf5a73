package steading.image;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The proxies this machine reaches the network through, as build arguments: the Engine knows these
 * names without a declaration and keeps them out of the image.
 */
final class HostProxies {
  private static final List<String> NAMES =
      List.of("http_proxy", "https_proxy", "ftp_proxy", "all_proxy");

  private HostProxies() {}

  static Map<String, String> buildArgs(Map<String, String> environment) {
    Map<String, String> args = new TreeMap<>();
    for (String name : NAMES) {
      carry(environment, name, args);
      carry(environment, name.toUpperCase(Locale.ROOT), args);
    }
    if (!args.isEmpty()) {
      copy(environment, "no_proxy", args);
      copy(environment, "NO_PROXY", args);
    }
    return args;
  }

  private static void carry(Map<String, String> from, String name, Map<String, String> args) {
    String value = from.get(name);
    if (value != null && !value.isBlank() && reachable(value)) {
      args.put(name, value);
    }
  }

  private static void copy(Map<String, String> from, String name, Map<String, String> args) {
    String value = from.get(name);
    if (value != null) {
      args.put(name, value);
    }
  }

  /** Whether a container can use it: the loopback address means something else inside a build. */
  static boolean reachable(String proxy) {
    try {
      String host = URI.create(proxy.contains("://") ? proxy : "http://" + proxy).getHost();
      return host != null
          && !host.equals("localhost")
          && !host.startsWith("127.")
          && !host.equals("[::1]");
    } catch (IllegalArgumentException notAnAddress) {
      return false;
    }
  }
}
