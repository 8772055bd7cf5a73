package steading.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import steading.app.Adoption;
import steading.app.App;
import steading.app.Door;
import steading.app.Overlays.OwnFile;
import steading.app.Plugins;
import steading.app.Tls;
import steading.compose.FileSource;
import steading.compose.Lifecycle.Healthcheck;
import steading.compose.Project;
import steading.compose.Service;
import steading.compose.Storage.Kind;
import steading.engine.ContainerSpec;
import steading.image.ImageChoice;
import steading.plan.Desired.NetworkWanted;
import steading.plan.Desired.Presence;
import steading.plan.Desired.ServiceWanted;
import steading.plan.Desired.TaskWanted;
import steading.plan.Desired.VolumeWanted;
import steading.problem.Problem;
import steading.recipe.Recipe;
import steading.recipe.Recipe.Replace;
import steading.recipe.Recipe.Role;
import steading.recipe.Recipe.When;

/** Turns an app, its recipe and its Compose project into what the Engine shall hold. Pure. */
public final class DesiredBuilder {
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final Duration SHORTEST_HEALTH_LIMIT = Duration.ofMinutes(2);

  private final Source source;
  private final Blueprints blueprints;

  private DesiredBuilder(Source source) {
    this.source = source;
    this.blueprints = new Blueprints(source);
  }

  /**
   * What the builder works from.
   *
   * @param homeId the installation's id, for labels
   * @param prefix begins the names of the installation's containers, networks and volumes
   * @param images each service's image
   * @param files content of configs and secrets
   * @param overlays the owner's own files
   * @param hmac keyed hash, for the containers' fingerprints
   * @param passwords hashes of those who may enter, by name
   * @param adopted the stack that was taken over: its networks and volumes keep their names
   */
  public record Source(
      App app,
      Recipe recipe,
      Project project,
      String homeId,
      String prefix,
      Map<String, ImageChoice> images,
      Function<FileSource, byte[]> files,
      List<OwnFile> overlays,
      UnaryOperator<String> hmac,
      Map<String, String> passwords,
      @Nullable Adoption adopted) {

    /** An app without files of the owner's own, and that took nothing over. */
    public Source(
        App app,
        Recipe recipe,
        Project project,
        String homeId,
        String prefix,
        Map<String, ImageChoice> images,
        Function<FileSource, byte[]> files,
        UnaryOperator<String> hmac) {
      this(app, recipe, project, homeId, prefix, images, files, List.of(), hmac, Map.of(), null);
    }

    ImageChoice image(Service service) {
      return Objects.requireNonNull(images.get(service.name()), service.name());
    }

    /** Begins the names of the app's networks and volumes. */
    String own() {
      return (adopted == null ? prefix + app.name() : adopted.project()) + "_";
    }
  }

  public static Desired build(Source source) {
    return new DesiredBuilder(source).desired();
  }

  /** Services that Compose profiles do not hold back. */
  public static Map<String, Service> active(Project project) {
    Map<String, Service> active = new LinkedHashMap<>();
    project
        .services()
        .forEach((name, service) -> {
          if (service.profiles().isEmpty()) {
            active.put(name, service);
          }
        });
    return active;
  }

  /**
   * The project's volumes under their real names; {@code prefix} begins those that have no explicit
   * one.
   */
  public static List<VolumeWanted> volumes(Project project, String prefix) {
    return project.volumes().values().stream()
        .map(v ->
            new VolumeWanted(
                v.name(),
                v.explicitName() != null ? v.explicitName() : prefix + v.name(),
                v.external() ? null : v))
        .toList();
  }

  private Desired desired() {
    App app = source.app();
    List<ServiceWanted> services =
        ServiceOrder.of(active(source.project())).stream().map(this::wanted).toList();
    List<NetworkWanted> networks = new ArrayList<>();
    source
        .project()
        .networks()
        .forEach((n, spec) ->
            networks.add(
                new NetworkWanted(n, blueprints.network(n), spec.external() ? null : spec)));
    return new Desired(
        app.name(),
        app.running() ? Presence.RUNNING : Presence.STOPPED,
        networks,
        volumes(source.project(), source.own()),
        services,
        source.recipe().tasks().stream().map(t -> task(t, services)).toList(),
        routes(),
        source.adopted());
  }

  private ServiceWanted wanted(Service service) {
    Role role = source.recipe().services().get(service.name());
    int replicas = source.app().scale().getOrDefault(service.name(), service.replicas());
    if (role != null && role.single() && replicas > 1) {
      throw Problem.usage(
              "scale.single",
              source.app().name() + ": service \"" + service.name() + "\" can only run once",
              "set its scale to 1 in app.yaml")
          .because("Its recipe says that two at a time would harm the app")
          .raise();
    }
    ContainerSpec blueprint = blueprints.of(service);
    Healthcheck check = service.lifecycle().healthcheck();
    return new ServiceWanted(
        service.name(),
        blueprint,
        source.image(service),
        blueprint.labels().getOrDefault(Labels.HASH, ""),
        replicas,
        role != null ? role.replace() : replaceRule(service),
        source.recipe().routes().stream().anyMatch(r -> r.service().equals(service.name())),
        role != null ? role.drain() : Duration.ofSeconds(30),
        Objects.requireNonNullElse(service.lifecycle().stopGracePeriod(), GRACE),
        check != null && !check.disabled(),
        healthLimit(check),
        new Probes(source.app(), source.recipe()).of(service, healthLimit(check)),
        service.lifecycle().dependsOn());
  }

  /** Without a recipe's word, two containers at once are risked only where they share nothing. */
  private static Replace replaceRule(Service service) {
    boolean shares =
        service.storage().mounts().stream().anyMatch(m -> m.kind() != Kind.TMPFS && !m.readOnly())
            || service.wiring().ports().stream().anyMatch(p -> p.published() != null);
    return shares ? Replace.STOP_FIRST : Replace.START_FIRST;
  }

  private static Duration healthLimit(@Nullable Healthcheck check) {
    if (check == null) {
      return SHORTEST_HEALTH_LIMIT;
    }
    Duration interval = Objects.requireNonNullElse(check.interval(), Duration.ofSeconds(30));
    Duration timeout = Objects.requireNonNullElse(check.timeout(), Duration.ofSeconds(30));
    int retries = Objects.requireNonNullElse(check.retries(), 3);
    Duration limit =
        Objects.requireNonNullElse(check.startPeriod(), Duration.ZERO)
            .plus(interval.plus(timeout).multipliedBy(retries + 1L));
    return limit.compareTo(SHORTEST_HEALTH_LIMIT) < 0 ? SHORTEST_HEALTH_LIMIT : limit;
  }

  private TaskWanted task(Recipe.Task task, List<ServiceWanted> services) {
    ServiceWanted service =
        services.stream().filter(s -> s.name().equals(task.service())).findFirst().orElseThrow();
    String mark = (task.when() == When.INSTALL ? "install" : code()) + ":" + task.name();
    return new TaskWanted(
        task.name(),
        mark,
        task.service(),
        OneShot.of(service.blueprint(), "task-" + task.name(), task.command(), Map.of()),
        Set.copyOf(task.before()),
        task.limit());
  }

  /** The code that runs: other plugins are other code, with tables of their own. */
  private String code() {
    String version = "version:" + source.app().version();
    String plugins = Plugins.words(source.app().plugins());
    return plugins.isEmpty() ? version : version + " " + plugins;
  }

  private List<Route> routes() {
    return Door.of(source.app(), source.recipe()).stream().map(this::route).toList();
  }

  private Route route(Door door) {
    App app = source.app();
    Door.Leading to = door.redirect();
    List<String> users = Objects.requireNonNullElse(door.options().users(), List.of());
    Map<String, String> passwords = new HashMap<>(source.passwords());
    passwords.keySet().retainAll(users);
    Treatment treatment =
        new Treatment(
            door.options(),
            passwords,
            app.front().hsts(),
            app.front().maintenance()
                ? Objects.requireNonNullElse(app.front().message(), "")
                : null,
            to == null ? null : new Treatment.Redirect(to.to(), to.host(), to.code(), to.keep()));
    return new Route(
        app.name(),
        door.service(),
        door.hosts(),
        door.path(),
        door.port(),
        List.of(),
        drainOf(door.service()),
        app.tls() == null ? Tls.INTERNAL : app.tls(),
        treatment);
  }

  private Duration drainOf(String service) {
    Role role = source.recipe().services().get(service);
    return role == null ? Duration.ofSeconds(30) : role.drain();
  }
}
