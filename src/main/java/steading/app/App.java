package steading.app;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The owner's choices for one app: what app.yaml says. */
public record App(
    String name,
    String recipe,
    String version,
    List<String> hosts,
    @Nullable String email,
    Map<String, String> settings,
    Map<String, Integer> scale,
    boolean running) {

  public App {
    hosts = List.copyOf(hosts);
    settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    scale = Collections.unmodifiableMap(new TreeMap<>(scale));
  }

  public App withVersion(String changed) {
    return new App(name, recipe, changed, hosts, email, settings, scale, running);
  }

  public App withEmail(@Nullable String changed) {
    return new App(name, recipe, version, hosts, changed, settings, scale, running);
  }

  public App withSettings(Map<String, String> changed) {
    return new App(name, recipe, version, hosts, email, changed, scale, running);
  }

  public App withHosts(List<String> changed) {
    return new App(name, recipe, version, changed, email, settings, scale, running);
  }

  public App withScale(Map<String, Integer> changed) {
    return new App(name, recipe, version, hosts, email, settings, changed, running);
  }

  public App withRunning(boolean changed) {
    return new App(name, recipe, version, hosts, email, settings, scale, changed);
  }
}
