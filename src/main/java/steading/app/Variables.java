package steading.app;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import steading.compose.Project;
import steading.recipe.Recipe;

/** The variables that an app's Compose file may mention, the secret ones apart. */
final class Variables {
  private static final int TELLING = 8;

  private final Map<String, String> open = new TreeMap<>();
  private final Map<String, String> secret = new TreeMap<>();

  /**
   * @param secrets values by the name of the secret or of the secret setting
   */
  Variables(
      Home home, App app, Recipe recipe, Recipe.Version version, Map<String, String> secrets) {
    open.putAll(version.variables());
    recipe.settings().values().forEach(setting -> add(setting, app, secrets));
    for (Recipe.Secret wanted : recipe.secrets().values()) {
      put(secret, wanted.variable(), secrets.get(wanted.name()));
    }
    open.put("STEADING_HTTPS_PORT", String.valueOf(home.browserPort()));
    put(open, "STEADING_URL", url(home, app));
    List<String> hosts = app.serving();
    if (!hosts.isEmpty()) {
      open.put("STEADING_HOST", hosts.getFirst());
      open.put("STEADING_HOSTS", String.join(",", hosts));
    }
    put(open, "STEADING_EMAIL", app.email());
    if (recipe.plugins() != null) {
      open.put(recipe.plugins().variable(), Plugins.words(app.plugins()));
    }
  }

  /** Where people find the app; null when it has no host. */
  static @Nullable String url(Home home, App app) {
    List<String> hosts = app.serving();
    if (hosts.isEmpty()) {
      return null;
    }
    String port = home.browserPort() == 443 ? "" : ":" + home.browserPort();
    return "https://" + hosts.getFirst() + port;
  }

  /** Everything that the Compose file may mention. */
  Map<String, String> all() {
    Map<String, String> all = new TreeMap<>(open);
    all.putAll(secret);
    return Collections.unmodifiableMap(all);
  }

  Map<String, String> open() {
    return Collections.unmodifiableMap(open);
  }

  Map<String, String> secret() {
    return Collections.unmodifiableMap(secret);
  }

  /**
   * The variables whose secret has become part of the project's text, and so can be read by whoever
   * may inspect a container. Texts too short to be told from others by chance are not looked for.
   */
  List<String> exposedIn(Project project) {
    String text = project.toString();
    return secret.entrySet().stream()
        .filter(entry -> entry.getValue().length() >= TELLING && text.contains(entry.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private void add(Recipe.Setting setting, App app, Map<String, String> secrets) {
    if (setting.secret()) {
      put(secret, setting.variable(), secrets.get(setting.name()));
    } else {
      String chosen = app.settings().get(setting.name());
      put(open, setting.variable(), chosen == null ? setting.fallback() : chosen);
    }
  }

  private static void put(Map<String, String> map, String variable, @Nullable String value) {
    if (value != null) {
      map.put(variable, value);
    }
  }
}
