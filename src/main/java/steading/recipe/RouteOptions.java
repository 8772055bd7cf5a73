package steading.recipe;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway does with the requests of a route; null where nothing is said.
 *
 * @param path the first part of the path, where the owner chooses another than the recipe
 * @param strip whether the app sees paths without that first part
 * @param protocol what the app speaks: {@code h1}, or {@code h2} without TLS, as gRPC needs it
 * @param upload the most bytes of a request's body; 0 for no limit
 * @param timeout how long the app may take to answer
 * @param idle how long a websocket, or another tunnel, may stay silent
 * @param stream whether a request's body goes to the app as it comes, however slowly
 * @param users who may enter, by name; their passwords are secrets of the app
 * @param allow addresses and networks that may enter
 * @param requestHeaders set on requests to the app
 * @param headers set on answers; an empty value takes the app's own away
 */
public record RouteOptions(
    @Nullable String path,
    @Nullable Boolean strip,
    @Nullable String protocol,
    @Nullable Long upload,
    @Nullable Duration timeout,
    @Nullable Duration idle,
    @Nullable Boolean stream,
    @Nullable Boolean compression,
    @Nullable List<String> users,
    @Nullable List<String> allow,
    @Nullable Map<String, String> requestHeaders,
    @Nullable Map<String, String> headers) {
  public static final RouteOptions NONE =
      new RouteOptions(null, null, null, null, null, null, null, null, null, null, null, null);

  public RouteOptions {
    users = users == null ? null : List.copyOf(users);
    allow = allow == null ? null : List.copyOf(allow);
    requestHeaders = requestHeaders == null ? null : ordered(requestHeaders);
    headers = headers == null ? null : ordered(headers);
  }

  /** These, and where they say nothing, {@code usual}. */
  public RouteOptions over(RouteOptions usual) {
    return new RouteOptions(
        first(path, usual.path),
        first(strip, usual.strip),
        first(protocol, usual.protocol),
        first(upload, usual.upload),
        first(timeout, usual.timeout),
        first(idle, usual.idle),
        first(stream, usual.stream),
        first(compression, usual.compression),
        first(users, usual.users),
        first(allow, usual.allow),
        first(requestHeaders, usual.requestHeaders),
        first(headers, usual.headers));
  }

  /** As YAML has them, in the order of the documentation. */
  public Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    put(tree, "path", path);
    put(tree, "strip", strip);
    put(tree, "proto", protocol);
    put(tree, "upload", upload);
    put(tree, "timeout", text(timeout));
    put(tree, "idle", text(idle));
    put(tree, "stream", stream);
    put(tree, "compression", compression);
    put(tree, "users", users);
    put(tree, "allow", allow);
    put(tree, "request-headers", requestHeaders);
    put(tree, "headers", headers);
    return tree;
  }

  private static @Nullable String text(@Nullable Duration duration) {
    return duration == null ? null : duration.toSeconds() + "s";
  }

  private static void put(Map<String, Object> tree, String key, @Nullable Object value) {
    if (value != null) {
      tree.put(key, value);
    }
  }

  private static <T> @Nullable T first(@Nullable T own, @Nullable T usual) {
    return own == null ? usual : own;
  }

  private static Map<String, String> ordered(Map<String, String> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
