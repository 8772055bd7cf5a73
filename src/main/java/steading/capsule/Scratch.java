package steading.capsule;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import steading.app.AppLoader;
import steading.app.AppStore;
import steading.app.Durable;
import steading.app.Home;
import steading.app.Secrets;
import steading.apply.Deployer;
import steading.apply.Journal;
import steading.apply.NoRoutes;
import steading.apply.Observer;
import steading.apply.Routes;
import steading.apply.Targets;
import steading.engine.ContainerSeen;
import steading.engine.ContainerSpec;
import steading.engine.Disposal;
import steading.engine.Engine;
import steading.plan.Labels;
import steading.problem.Problem;
import steading.problem.ProblemException;

/**
 * A home within the home, for a copy of an app that nobody shall ever meet: with an id of its own,
 * so that nothing of it on the Engine is the app's, and with no gateway. Its directory bears the id
 * and is there before anything else, so that whatever a crash leaves is found.
 */
final class Scratch implements AutoCloseable {
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final int LENGTH = 6;
  private static final Pattern ID = Pattern.compile("[a-z0-9]{6}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Means outer;
  private final Home home;
  private final Journal journal;
  private final Means means;

  private Scratch(Means outer, Home home) {
    this.outer = outer;
    this.home = home;
    this.journal = outer.journal().beside(home.database());
    this.means = within(outer, home, journal);
  }

  static String id() {
    StringBuilder id = new StringBuilder();
    for (int i = 0; i < LENGTH; i++) {
      id.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
    }
    return id.toString();
  }

  static Scratch make(Means outer, String id) {
    Home home = home(outer, id);
    try {
      Durable.directories(home.directory());
      for (Path each : List.of(home.apps(), home.trash())) {
        Durable.directories(each);
      }
    } catch (IOException e) {
      throw unusable(home, e);
    }
    return new Scratch(outer, home);
  }

  private static Home home(Means outer, String id) {
    return outer.home().within(outer.home().drills().resolve(id), id);
  }

  private static ProblemException unusable(Home home, IOException e) {
    return Problem.failed(
            "drill.directory",
            home.directory() + " cannot be used",
            "make room on the disk of Steading's home, and check who owns it")
        .because(e.toString())
        .raise();
  }

  private static Means within(Means outer, Home home, Journal journal) {
    AppStore store = new AppStore(home);
    Secrets secrets = new Secrets(home);
    AppLoader loader = new AppLoader(home, store, secrets);
    Routes routes = new NoRoutes();
    Targets targets =
        new Targets(home, outer.engine(), store, loader, secrets, outer.images()).isolated();
    Observer observer = new Observer(outer.engine(), routes, journal, home);
    Deployer deployer =
        new Deployer(
            home,
            outer.engine(),
            outer.images(),
            routes,
            store,
            targets,
            observer,
            journal,
            outer.pulse());
    return new Means(
        home,
        outer.engine(),
        outer.images(),
        secrets,
        targets,
        deployer,
        journal,
        outer.restic(),
        outer.pulse(),
        outer.clock(),
        store,
        loader,
        outer.repositories());
  }

  Home home() {
    return home;
  }

  /** For making an app here. */
  Means means() {
    return means;
  }

  List<ContainerSeen> containers() {
    return outer.engine().containers(Map.of(Labels.HOME, home.id()));
  }

  @Override
  public void close() {
    journal.close();
  }

  /** Nothing is left of it, on the Engine or on the disk; may be done again. */
  static void destroy(Means outer, String id) {
    Home home = home(outer, id);
    Engine engine = outer.engine();
    Map<String, String> own = Map.of(Labels.HOME, id);
    engine.containers(own).forEach(seen -> new Disposal(engine).remove(seen.name()));
    engine.networks(own).forEach(network -> engine.removeNetwork(network.id()));
    engine.volumes(own).forEach(volume -> engine.removeVolume(volume.name()));
    engine.volumes(Map.of()).stream()
        .filter(volume -> ContainerSpec.ownFiles(volume, home.prefix()))
        .forEach(volume -> engine.removeVolume(volume.name()));
    try {
      Durable.deleteTree(home.directory());
    } catch (IOException e) {
      throw unusable(home, e);
    }
  }

  /** Those that a daemon that died left behind. */
  static List<String> left(Home outer) {
    if (!Files.isDirectory(outer.drills())) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(outer.drills())) {
      return children
          .map(child -> String.valueOf(child.getFileName()))
          .filter(name -> ID.matcher(name).matches())
          .toList();
    } catch (IOException e) {
      throw unusable(outer, e);
    }
  }
}
