package steading.app;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import steading.recipe.RouteOptions;

/**
 * How the gateway presents an app: what {@code gateway:} of app.yaml says.
 *
 * @param canonical the one of the app's hosts to which the others lead; null when each serves
 * @param aliases further hosts, which only lead to the first that serves
 * @param hsts null: where the certificate is one that every browser trusts
 * @param maintenance whether people see a page in place of the app
 * @param message what that page says
 * @param routes by service
 */
public record Front(
    @Nullable String canonical,
    Www www,
    List<String> aliases,
    @Nullable Boolean hsts,
    boolean maintenance,
    @Nullable String message,
    List<Redirect> redirects,
    Map<String, RouteOptions> routes) {
  public static final Front PLAIN =
      new Front(null, Www.AS_LISTED, List.of(), null, false, null, List.of(), Map.of());

  private static final String WWW_LABEL = "www.";

  public Front {
    aliases = List.copyOf(aliases);
    redirects = List.copyOf(redirects);
    routes = Collections.unmodifiableMap(new LinkedHashMap<>(routes));
  }

  /** What becomes of {@code www.}. */
  public enum Www {
    /** Nothing: only the hosts that are listed count. */
    AS_LISTED,
    /** {@code www.} exists beside each host, and leads to the bare one. */
    TO_BARE,
    /** {@code www.} serves, and the bare host leads to it. */
    TO_WWW
  }

  /**
   * @param from a path of all the app's hosts, or a host with or without a path
   * @param keep whether what follows {@code from} is put after {@code to}
   */
  public record Redirect(String from, String to, int code, boolean keep) {}

  public Front withMaintenance(boolean on, @Nullable String text) {
    return new Front(canonical, www, aliases, hsts, on, text, redirects, routes);
  }

  /** Those of the hosts under which the app serves. */
  List<String> serving(List<String> hosts) {
    return hosts.stream()
        .filter(host -> canonical == null || canonical.equals(host))
        .map(this::served)
        .distinct()
        .toList();
  }

  /** Hosts that lead to others, and to which. */
  Map<String, String> leading(List<String> hosts) {
    List<String> serving = serving(hosts);
    Map<String, String> leading = new LinkedHashMap<>();
    if (serving.isEmpty()) {
      return leading;
    }
    for (String host : hosts) {
      String target = canonical == null ? served(host) : serving.getFirst();
      twins(host).forEach(twin -> leading.put(twin, target));
    }
    aliases.forEach(alias -> leading.put(alias, serving.getFirst()));
    serving.forEach(leading::remove);
    return leading;
  }

  private String served(String host) {
    return switch (www) {
      case AS_LISTED -> host;
      case TO_BARE -> bare(host);
      case TO_WWW -> WWW_LABEL + bare(host);
    };
  }

  private List<String> twins(String host) {
    List<String> twins = new ArrayList<>(List.of(host));
    if (www != Www.AS_LISTED) {
      twins.add(bare(host));
      twins.add(WWW_LABEL + bare(host));
    }
    return twins;
  }

  private static String bare(String host) {
    return host.startsWith(WWW_LABEL) ? host.substring(WWW_LABEL.length()) : host;
  }
}
