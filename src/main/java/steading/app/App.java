package steading.app;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The owner's choices for one app: what app.yaml says.
 *
 * @param plugins versions of the packages that extend it, by their names
 * @param tls where its certificates come from; null: as steading.yaml says
 * @param grants what its Compose file may take of the host, such as {@code publish=8080}
 * @param front how the gateway presents it
 * @param backup when it is backed up, and what is kept
 */
public record App(
    String name,
    String recipe,
    String version,
    List<String> hosts,
    @Nullable String email,
    Map<String, String> settings,
    Map<String, Integer> scale,
    Map<String, String> plugins,
    Set<String> grants,
    @Nullable Tls tls,
    Front front,
    Wishes backup,
    boolean running) {

  /** An app that the gateway presents plainly, with certificates as the installation's are. */
  public App(
      String name,
      String recipe,
      String version,
      List<String> hosts,
      @Nullable String email,
      Map<String, String> settings,
      Map<String, Integer> scale,
      Map<String, String> plugins,
      Set<String> grants,
      boolean running) {
    this(
        name,
        recipe,
        version,
        hosts,
        email,
        settings,
        scale,
        plugins,
        grants,
        null,
        Front.PLAIN,
        Wishes.NONE,
        running);
  }

  /** An app without plugins, to which nothing is granted. */
  public App(
      String name,
      String recipe,
      String version,
      List<String> hosts,
      @Nullable String email,
      Map<String, String> settings,
      Map<String, Integer> scale,
      boolean running) {
    this(name, recipe, version, hosts, email, settings, scale, Map.of(), Set.of(), running);
  }

  public App {
    hosts = List.copyOf(hosts);
    settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    scale = Collections.unmodifiableMap(new TreeMap<>(scale));
    plugins = Collections.unmodifiableMap(new TreeMap<>(plugins));
    grants = Collections.unmodifiableSet(new TreeSet<>(grants));
  }

  public App withVersion(String changed) {
    return new App(
        name, recipe, changed, hosts, email, settings, scale, plugins, grants, tls, front, backup,
        running);
  }

  public App withEmail(@Nullable String changed) {
    return new App(
        name, recipe, version, hosts, changed, settings, scale, plugins, grants, tls, front, backup,
        running);
  }

  public App withSettings(Map<String, String> changed) {
    return new App(
        name, recipe, version, hosts, email, changed, scale, plugins, grants, tls, front, backup,
        running);
  }

  public App withHosts(List<String> changed) {
    return new App(
        name, recipe, version, changed, email, settings, scale, plugins, grants, tls, front, backup,
        running);
  }

  public App withScale(Map<String, Integer> changed) {
    return new App(
        name, recipe, version, hosts, email, settings, changed, plugins, grants, tls, front, backup,
        running);
  }

  public App withPlugins(Map<String, String> changed) {
    return new App(
        name, recipe, version, hosts, email, settings, scale, changed, grants, tls, front, backup,
        running);
  }

  public App withRecipe(String changed) {
    return new App(
        name, changed, version, hosts, email, settings, scale, plugins, grants, tls, front, backup,
        running);
  }

  /** {@code changed}: such as {@code host-mount=/srv/media}. */
  public App withGrants(Set<String> changed) {
    return new App(
        name, recipe, version, hosts, email, settings, scale, plugins, changed, tls, front, backup,
        running);
  }

  public App withTls(@Nullable Tls changed) {
    return new App(
        name, recipe, version, hosts, email, settings, scale, plugins, grants, changed, front,
        backup, running);
  }

  public App withFront(Front changed) {
    return new App(
        name, recipe, version, hosts, email, settings, scale, plugins, grants, tls, changed, backup,
        running);
  }

  /** The hosts under which it serves; others may lead to them. */
  public List<String> serving() {
    return front.serving(hosts);
  }

  public App withRunning(boolean changed) {
    return new App(
        name, recipe, version, hosts, email, settings, scale, plugins, grants, tls, front, backup,
        changed);
  }

  public App withBackup(Wishes changed) {
    return new App(
        name, recipe, version, hosts, email, settings, scale, plugins, grants, tls, front, changed,
        running);
  }
}
