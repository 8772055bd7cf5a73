package steading.plan;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A request that a new container must answer before people are sent there: asked from where theirs
 * will come, and at the same port.
 *
 * @param container its name on the Engine; empty as long as only the planner knows it
 * @param path null when it is enough that the port takes connections
 * @param strict only an answer below 400 counts; else one below 500 does, since a login page or a
 *     page that is not there shows as well that the app is up
 * @param host under which the app is asked
 * @param limit how long it may take until the answer comes
 */
public record Probe(
    String container,
    int port,
    @Nullable String path,
    boolean strict,
    String host,
    Duration limit) {

  Probe of(String name) {
    return new Probe(name, port, path, strict, host, limit);
  }

  public boolean accepts(int status) {
    return status < (strict ? 400 : 500);
  }

  /** What is asked, for people. */
  public String url() {
    return path == null
        ? "port " + port + " of " + container
        : "http://" + container + ":" + port + path;
  }
}
