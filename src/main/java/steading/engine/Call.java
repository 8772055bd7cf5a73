package steading.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request to the Engine, built up and then sent once. */
final class Call {
  private static final Duration USUAL_LIMIT = Duration.ofMinutes(3);

  private final String method;
  private final String path;
  private final List<String> query = new ArrayList<>();
  private final Map<String, String> headers = new HashMap<>();
  private byte @Nullable [] bytes;
  private @Nullable InputStream stream;
  private Duration limit = USUAL_LIMIT;

  private Call(String method, String path) {
    this.method = method;
    this.path = path;
  }

  /** {@code path} is ours; each name from outside replaces one {@code {}} in it, escaped. */
  static Call get(String path, String... names) {
    return new Call("GET", fill(path, names));
  }

  static Call head(String path, String... names) {
    return new Call("HEAD", fill(path, names));
  }

  static Call post(String path, String... names) {
    return new Call("POST", fill(path, names));
  }

  static Call put(String path, String... names) {
    return new Call("PUT", fill(path, names));
  }

  static Call delete(String path, String... names) {
    return new Call("DELETE", fill(path, names));
  }

  Call with(String key, String value) {
    query.add(key + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
    return this;
  }

  Call filters(JsonNode filters) {
    return with("filters", Json.text(filters));
  }

  Call header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  Call json(JsonNode body) {
    bytes = Json.bytes(body);
    return header("Content-Type", "application/json");
  }

  Call tar(byte[] body) {
    bytes = body;
    return header("Content-Type", "application/x-tar");
  }

  Call tar(InputStream body) {
    stream = body;
    return header("Content-Type", "application/x-tar");
  }

  Call within(Duration time) {
    limit = time;
    return this;
  }

  String method() {
    return method;
  }

  String target() {
    return query.isEmpty() ? path : path + "?" + String.join("&", query);
  }

  Map<String, String> headers() {
    return headers;
  }

  byte @Nullable [] bytes() {
    return bytes;
  }

  @Nullable InputStream stream() {
    return stream;
  }

  Duration limit() {
    return limit;
  }

  private static String fill(String path, String... names) {
    StringBuilder filled = new StringBuilder();
    int from = 0;
    for (String name : names) {
      int hole = path.indexOf("{}", from);
      filled.append(path, from, hole).append(escape(name));
      from = hole + 2;
    }
    return filled.append(path, from, path.length()).toString();
  }

  /** Slashes stay, since image references have them; what would change the path is refused. */
  private static String escape(String name) {
    List<String> segments = new ArrayList<>();
    for (String segment : name.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        throw new EngineException(
            EngineException.Reason.BAD_REQUEST, "\"" + name + "\" is no name the Engine can have");
      }
      segments.add(URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20"));
    }
    return String.join("/", segments);
  }
}
