package steading.apply;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import steading.app.Adoption;
import steading.app.App;
import steading.app.AppLoader;
import steading.app.AppStore;
import steading.app.Clones;
import steading.app.Home;
import steading.app.Imported;
import steading.app.LoadedApp;
import steading.app.PasswordHash;
import steading.app.Revision;
import steading.app.Secrets;
import steading.compose.FileSource;
import steading.compose.Isolation;
import steading.compose.Project;
import steading.compose.Service;
import steading.engine.Engine;
import steading.engine.Shortfall;
import steading.image.ImageChoice;
import steading.image.ImageLock;
import steading.image.Images;
import steading.plan.Desired;
import steading.plan.DesiredBuilder;
import steading.problem.Problem;
import steading.problem.ProblemException;
import steading.problem.Problems;
import steading.recipe.Recipe;

/** Works out what an app, or an earlier revision of it, shall look like on the Engine. */
public final class Targets {
  private final Home home;
  private final Engine engine;
  private final AppStore store;
  private final AppLoader loader;
  private final Secrets secrets;
  private final Images images;
  private final boolean isolated;

  public Targets(
      Home home, Engine engine, AppStore store, AppLoader loader, Secrets secrets, Images images) {
    this(home, engine, store, loader, secrets, images, false);
  }

  private Targets(
      Home home,
      Engine engine,
      AppStore store,
      AppLoader loader,
      Secrets secrets,
      Images images,
      boolean isolated) {
    this.home = home;
    this.engine = engine;
    this.store = store;
    this.loader = loader;
    this.secrets = secrets;
    this.images = images;
    this.isolated = isolated;
  }

  /** The same apps cut off from the world: nothing of theirs is reached, and they reach nothing. */
  public Targets isolated() {
    return new Targets(home, engine, store, loader, secrets, images, true);
  }

  /**
   * @param pins what each wanted image was resolved to
   */
  public record Target(LoadedApp loaded, Desired desired, Map<String, String> pins) {}

  public Target of(App app) {
    ImageLock lock =
        new ImageLock(
            store
                .applied(app.name())
                .map(Revision::images)
                .orElseGet(() -> new Holdings(engine, home).images(app.name(), adopted(app))));
    return target(loader.permitted(app), lock, Set.of());
  }

  /** An earlier state: its images are used as they were, as long as they are still there. */
  public Target of(Revision revision) {
    Set<String> kept = new HashSet<>();
    revision.images().values().stream().filter(r -> engine.image(r).isPresent()).forEach(kept::add);
    return target(loader.permitted(revision), new ImageLock(revision.images()), kept);
  }

  private Target target(LoadedApp read, ImageLock lock, Set<String> kept) {
    App app = read.app();
    LoadedApp loaded = withShortfalls(cutOff(read));
    Map<String, ImageChoice> choices = new LinkedHashMap<>();
    Map<String, String> pins = new LinkedHashMap<>();
    for (Service service : DesiredBuilder.active(loaded.project()).values()) {
      ImageChoice choice = choose(loaded, service, lock, kept);
      choices.put(service.name(), choice);
      pins.put(choice.wanted(), choice.reference());
    }
    Desired desired =
        DesiredBuilder.build(
            new DesiredBuilder.Source(
                loaded.app().withTls(home.tls().of(loaded.app())),
                loaded.recipe(),
                loaded.project(),
                home.id(),
                home.prefix(),
                choices,
                source -> content(loaded, source),
                loaded.overlays(),
                secrets::hmac,
                hashed(loaded),
                adopted(app)));
    return new Target(loaded, isolated ? unrouted(desired) : desired, pins);
  }

  /** A drill's copy is cut off from everything, a clone from everything but the gateway. */
  private LoadedApp cutOff(LoadedApp loaded) {
    String app = loaded.app().name();
    if (!isolated && Clones.source(home, app).isEmpty()) {
      return loaded;
    }
    List<Problem> refusals = Isolation.refusals(app, loaded.app().grants());
    if (!refusals.isEmpty()) {
      throw new ProblemException(refusals);
    }
    return loaded.withProject(
        isolated
            ? Isolation.of(loaded.project(), home.directory())
            : Isolation.served(loaded.project(), home.directory(), home.prefix() + app + "_held_"));
  }

  private static Desired unrouted(Desired desired) {
    return new Desired(
        desired.app(),
        desired.presence(),
        desired.networks(),
        desired.volumes(),
        desired.services(),
        desired.tasks(),
        List.of(),
        null);
  }

  /** The salt is always the same for one password, so that nothing changes where none did. */
  private Map<String, String> hashed(LoadedApp loaded) {
    Map<String, String> hashes = new LinkedHashMap<>();
    loaded
        .passwords()
        .forEach((user, password) -> {
          String salt = secrets.hmac(loaded.app().name() + "\n" + user + "\n" + password);
          hashes.put(user, PasswordHash.of(password, salt));
        });
    return hashes;
  }

  /** What this Engine is too old for: said, or refused where it would do something else. */
  private LoadedApp withShortfalls(LoadedApp loaded) {
    Project project = loaded.project();
    List<Problem> warnings = new ArrayList<>();
    Problems grave = new Problems();
    for (Shortfall shortfall : engine.shortfalls(project.active(Set.of()))) {
      Problem problem =
          Problem.at(
              project.origin().place(shortfall.path()),
              "compose.engine-too-old",
              "the key \""
                  + shortfall.key()
                  + "\" needs Docker Engine "
                  + shortfall.since()
                  + (shortfall.grave() ? "" : ", and has no effect here"),
              "upgrade the Engine, or remove the key");
      if (shortfall.grave()) {
        grave.add(problem);
      } else {
        warnings.add(problem);
      }
    }
    grave.raiseIfAny();
    return warnings.isEmpty() ? loaded : loaded.warning(warnings);
  }

  /** The app's volumes under the names they have on the Engine, whether they exist yet or not. */
  public List<Desired.VolumeWanted> volumes(LoadedApp loaded) {
    Adoption adopted = adopted(loaded.app());
    return DesiredBuilder.volumes(
        loaded.project(),
        (adopted == null ? home.prefix() + loaded.app().name() : adopted.project()) + "_");
  }

  private @Nullable Adoption adopted(App app) {
    Imported imported = isolated ? null : loader.imported(app);
    return imported == null ? null : imported.adoption();
  }

  /** Under which name a service's image is pinned. */
  public static String wanted(Recipe recipe, Service service) {
    return service.build() == null
        ? Objects.requireNonNull(service.image(), service.name())
        : recipe.name() + "/" + service.name();
  }

  private ImageChoice choose(LoadedApp loaded, Service service, ImageLock lock, Set<String> kept) {
    String wanted = wanted(loaded.recipe(), service);
    String pinned = lock.pin(wanted).orElse("");
    if (kept.contains(pinned)) {
      return new ImageChoice.Pulled(wanted, pinned);
    }
    return service.build() == null
        ? images.choose(wanted, lock, service.supply())
        : images.choose(loaded.recipe().name(), service.name(), service.build());
  }

  private static byte[] content(LoadedApp loaded, FileSource source) {
    return switch (source) {
      case FileSource.Inline inline -> inline.content().getBytes(StandardCharsets.UTF_8);
      case FileSource.FromVariable variable ->
          Objects.requireNonNullElse(
                  loaded.secretValues().get(variable.variable()),
                  loaded.variables().getOrDefault(variable.variable(), ""))
              .getBytes(StandardCharsets.UTF_8);
      case FileSource.FromFile file -> read(file);
      case FileSource.External external ->
          throw Problem.usage(
                  "compose.external-file",
                  loaded.app().name()
                      + ": \""
                      + external.name()
                      + "\" is external, which only a Swarm can give",
                  "give its content by file, environment or content")
              .raise();
    };
  }

  private static byte[] read(FileSource.FromFile source) {
    try {
      return Files.readAllBytes(source.file());
    } catch (NoSuchFileException e) {
      throw Problem.usage(
              "compose.file-missing",
              "the file " + source.file() + " of \"" + source.name() + "\" is not there",
              "create it")
          .raise();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
