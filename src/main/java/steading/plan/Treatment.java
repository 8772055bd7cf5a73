package steading.plan;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import steading.recipe.RouteOptions;

/**
 * What the gateway does with the requests of a route, besides passing them on.
 *
 * @param passwords hashes, by user: those who may enter; everybody when there are none
 * @param hsts null: where the certificate is one that every browser trusts
 * @param maintenance the page that people see in place of the app; null when it serves
 * @param redirect where requests are sent instead; null when the app answers
 */
public record Treatment(
    RouteOptions options,
    Map<String, String> passwords,
    @Nullable Boolean hsts,
    @Nullable String maintenance,
    @Nullable Redirect redirect) {
  public static final Treatment PLAIN =
      new Treatment(RouteOptions.NONE, Map.of(), null, null, null);

  public Treatment {
    passwords = Collections.unmodifiableMap(new TreeMap<>(passwords));
  }

  /**
   * @param to an address, or a path of the same host; null when {@code host} says where
   * @param host the host to which the same path and query lead
   * @param keep whether what follows the route's path is put after {@code to}
   */
  public record Redirect(@Nullable String to, @Nullable String host, int code, boolean keep) {}
}
