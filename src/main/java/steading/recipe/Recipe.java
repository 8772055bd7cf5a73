package steading.recipe;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What Compose cannot say about an application: how it is set up, checked, run and replaced. */
public record Recipe(
    String name,
    Path directory,
    String title,
    String description,
    Map<String, String> links,
    List<Version> versions,
    Map<String, Setting> settings,
    Map<String, Secret> secrets,
    Map<String, Role> services,
    List<RouteRule> routes,
    @Nullable Admin admin,
    List<Task> tasks,
    List<Job> jobs,
    List<Overlay> overlays,
    Keeping keeping,
    @Nullable Plugins plugins,
    Needs needs) {

  /** One that says nothing about backups, plugins and machines. */
  public Recipe(
      String name,
      Path directory,
      String title,
      String description,
      Map<String, String> links,
      List<Version> versions,
      Map<String, Setting> settings,
      Map<String, Secret> secrets,
      Map<String, Role> services,
      List<RouteRule> routes,
      @Nullable Admin admin,
      List<Task> tasks,
      List<Job> jobs,
      List<Overlay> overlays) {
    this(
        name,
        directory,
        title,
        description,
        links,
        versions,
        settings,
        secrets,
        services,
        routes,
        admin,
        tasks,
        jobs,
        overlays,
        Keeping.UNSAID,
        null,
        Needs.NOTHING);
  }

  public Recipe {
    links = ordered(links);
    versions = List.copyOf(versions);
    settings = ordered(settings);
    secrets = ordered(secrets);
    services = ordered(services);
    routes = List.copyOf(routes);
    tasks = List.copyOf(tasks);
    jobs = List.copyOf(jobs);
    overlays = List.copyOf(overlays);
  }

  /** The version a new app gets: the first one listed that is not marked as withdrawn. */
  public Version newest() {
    return versions.stream().filter(v -> !v.withdrawn()).findFirst().orElse(versions.getFirst());
  }

  public Optional<Version> version(String wanted) {
    return versions.stream().filter(v -> v.version().equals(wanted)).findFirst();
  }

  /** What recipe.yaml says about a service; nothing is said about most services of most apps. */
  public Optional<Role> role(String service) {
    return Optional.ofNullable(services.get(service));
  }

  public Optional<Job> job(String wanted) {
    return jobs.stream().filter(j -> j.name().equals(wanted)).findFirst();
  }

  /**
   * One release of the application.
   *
   * @param variables interpolated into compose.yaml
   * @param from the versions from which an app may be upgraded to this one
   * @param withdrawn not offered to anybody, yet still run where it was chosen
   */
  public record Version(
      String version,
      Map<String, String> variables,
      List<String> from,
      boolean withdrawn,
      String notes) {
    public Version {
      variables = ordered(variables);
      from = List.copyOf(from);
    }
  }

  public enum Type {
    STRING,
    INTEGER,
    BOOLEAN,
    CHOICE,
    EMAIL,
    URL,
    DURATION,
    SIZE
  }

  /**
   * A choice of the owner.
   *
   * @param secret kept with the app's secrets instead of in app.yaml
   * @param multiline whether line breaks and tabs may stand in it
   * @param variable the Compose variable in which it lands
   * @param min of an integer its least value, of a duration seconds, of a size bytes, else
   *     characters
   */
  public record Setting(
      String name,
      Type type,
      @Nullable String fallback,
      boolean required,
      boolean secret,
      boolean multiline,
      String variable,
      @Nullable String pattern,
      @Nullable Long min,
      @Nullable Long max,
      List<String> choices,
      String help) {
    public Setting {
      choices = List.copyOf(choices);
    }
  }

  /**
   * A generated secret of {@code length} characters, handed to Compose as {@code variable}.
   *
   * @param renew whether an app's clone gets another one: nothing in its data depends on it
   */
  public record Secret(String name, int length, String variable, String help, boolean renew) {
    public Secret(String name, int length, String variable, String help) {
      this(name, length, variable, help, false);
    }
  }

  public enum Replace {
    /** A new container serves before the old one is left. */
    START_FIRST,
    /** Two at once would harm the data: the old one stops first. */
    STOP_FIRST
  }

  /**
   * @param health null where the recipe says nothing of it
   */
  public record Role(
      String service,
      String role,
      boolean single,
      Replace replace,
      Duration drain,
      @Nullable Health health) {}

  /**
   * What a new container must answer before people are sent there.
   *
   * @param path {@link #CONNECT} when it need only take connections; null where not said
   * @param limit how long that may take; null where not said
   */
  public record Health(@Nullable String path, @Nullable Duration limit) {
    public static final String CONNECT = "connect";
  }

  /**
   * {@code prefix} is the host's first label for side doors such as {@code db.}, empty for the
   * app's own hosts.
   */
  public record RouteRule(
      String service, int port, String path, String prefix, RouteOptions options) {

    /** A route of which nothing more is said. */
    public RouteRule(String service, int port, String path, String prefix) {
      this(service, port, path, prefix, RouteOptions.NONE);
    }

    /**
     * Where the route is found. A side door opens beside each host of the app, but not beside its
     * own sub-domains: {@code db.} of {@code www.shop.org} would be one name too many.
     */
    public List<String> hosts(List<String> own) {
      return prefix.isEmpty() ? own : mainHosts(own).map(host -> prefix + host).toList();
    }

    private static Stream<String> mainHosts(List<String> own) {
      return own.stream().filter(host -> own.stream().noneMatch(o -> host.endsWith("." + o)));
    }
  }

  /**
   * The first administrator.
   *
   * @param name may be one variable, such as <code>${STEADING_EMAIL}</code>
   * @param email whether the app needs the owner's address
   * @param prefix of the host where the login is, as of a route
   */
  public record Admin(
      String name, boolean email, String passwordSecret, String loginPath, String prefix) {

    /** With the value in place of the variable; as it is where that has none. */
    public Admin named(Map<String, String> variables) {
      return AdminReader.variable(name)
          .map(variables::get)
          .map(value -> new Admin(value, email, passwordSecret, loginPath, prefix))
          .orElse(this);
    }
  }

  public enum When {
    /** Once in the life of an app. */
    INSTALL,
    /** Once for each version of the app, before its new code serves. */
    VERSION
  }

  /** A one-shot container that must succeed before {@code before} start. Tasks are idempotent. */
  public record Task(
      String name,
      String service,
      List<String> command,
      When when,
      List<String> before,
      Duration limit) {
    public Task {
      command = List.copyOf(command);
      before = List.copyOf(before);
    }
  }

  /** A named command, run by hand and, with a schedule (cron expression), by Steading. */
  public record Job(
      String name,
      String service,
      List<String> command,
      @Nullable String schedule,
      Duration limit,
      String help) {
    public Job {
      command = List.copyOf(command);
    }
  }

  /**
   * A directory of containers that the owner fills with files of his own.
   *
   * @param services whose containers get the files
   * @param pattern a regular expression that the files' names match
   */
  public record Overlay(
      String name, List<String> services, String directory, String pattern, String help) {
    public Overlay {
      services = List.copyOf(services);
    }
  }

  /**
   * How the application is extended: by packages that are built into its images.
   *
   * @param variable of the Compose file: the packages that are wanted, with blanks between them
   * @param service in whose place {@code resolve} runs
   * @param resolve given a requirement such as {@code NAME==1.0}, says on its last line of output
   *     which version is meant, in the same form
   */
  public record Plugins(String variable, String service, List<String> resolve, String help) {
    public Plugins {
      resolve = List.copyOf(resolve);
    }
  }

  /**
   * What a machine must have at least, so that the application is of use to somebody; 0: anything
   * will do.
   *
   * @param memory in bytes
   * @param disk in bytes, for images and the first data
   */
  public record Needs(long memory, double cpus, long disk) {
    public static final Needs NOTHING = new Needs(0, 0, 0);
  }

  private static <V> Map<String, V> ordered(Map<String, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
