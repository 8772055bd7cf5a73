package steading.daemon;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import steading.app.AppLoader;
import steading.app.AppStore;
import steading.app.Home;
import steading.app.Secrets;
import steading.apply.Checkpoint;
import steading.apply.Deployer;
import steading.apply.EngineWords;
import steading.apply.Holdings;
import steading.apply.Journal;
import steading.apply.Observer;
import steading.apply.Pulse;
import steading.apply.Targets;
import steading.capsule.Capsules;
import steading.capsule.Means;
import steading.capsule.repo.Restic;
import steading.daemon.control.ControlServer;
import steading.daemon.control.DaemonLock;
import steading.engine.Engine;
import steading.engine.EngineException;
import steading.gateway.Gateway;
import steading.image.Images;

/**
 * The process that does the work: wires everything by hand, takes up what was cut off, and listens.
 */
public final class Daemon {
  private static final Logger LOG = System.getLogger(Daemon.class.getName());
  private static final Duration ENGINE_MAY_TAKE = Duration.ofSeconds(60);

  private final Home home;
  private final String version;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Pulse pulse = new Pulse();
  private @Nullable Gateway gateway;

  private Daemon(Home home, String version) {
    this.home = home;
    this.version = version;
  }

  /** Serves this home until it is told to stop. */
  public static void serve(Home home, String version) throws InterruptedException {
    try (DaemonLock _ = DaemonLock.take(home.socket())) {
      new Daemon(home, version).run();
    }
  }

  private void run() throws InterruptedException {
    Checkpoint checkpoint =
        Checkpoint.from(
            System.getenv("STEADING_DIE_AT"),
            home.directory().resolve("run").resolve("checkpoints"));
    Runtime.getRuntime().addShutdownHook(new Thread(stop::countDown));
    try (Engine engine = connect();
        Journal journal = Journal.open(home.database(), Clock.systemUTC(), checkpoint)) {
      Steading steading = wire(engine, journal);
      Recovery recovery = new Recovery(steading);
      recovery.tidy();
      try (GatewayCare gateway = new GatewayCare(steading);
          CertificateCare certificates = new CertificateCare(steading);
          EventWatch events = new EventWatch(steading, recovery, gateway);
          ControlServer server = new ControlServer(home.socket(), home.log(), verbs(steading));
          Scheduler scheduler = new Scheduler(steading)) {
        events.start();
        recovery.start();
        steading.jobs().settleAll(home.id());
        scheduler.start();
        gateway.start();
        certificates.start();
        server.start();
        LOG.log(Level.INFO, "serving {0}", home.directory());
        stop.await();
        LOG.log(Level.INFO, "stopping; apps and gateway go on");
      }
    }
  }

  /** After a boot the Engine may still be on its way. */
  private Engine connect() throws InterruptedException {
    @Nullable Engine[] found = new Engine[1];
    EngineException[] last = new EngineException[1];
    pulse.until(
        ENGINE_MAY_TAKE,
        () -> {
          try {
            found[0] = Engine.connect(home.dockerHost());
            return true;
          } catch (EngineException e) {
            last[0] = e;
            return false;
          }
        });
    if (found[0] == null) {
      throw last[0];
    }
    return found[0];
  }

  private Steading wire(Engine engine, Journal journal) {
    Clock clock = Clock.systemUTC();
    AppStore store = new AppStore(home);
    Secrets secrets = new Secrets(home);
    AppLoader loader = new AppLoader(home, store, secrets);
    Images images = new Images(engine, home.recipes().resolve("images"));
    Gateway routes = new Gateway(engine, images, home, secrets::ofHome);
    gateway = routes;
    Targets targets = new Targets(home, engine, store, loader, secrets, images);
    Observer observer = new Observer(engine, routes, journal, home);
    Deployer deployer =
        new Deployer(home, engine, images, routes, store, targets, observer, journal, pulse);
    Jobs jobs = new Jobs(engine, store, targets, journal, clock);
    Restic restic = new Restic(home, engine, images);
    Capsules capsules =
        new Capsules(
            new Means(
                home, engine, images, secrets, targets, deployer, journal, restic, pulse, clock));
    return new Steading(
        home,
        clock,
        engine,
        images,
        loader.catalog(),
        store,
        loader,
        secrets,
        journal,
        routes,
        routes.certificates(),
        targets,
        observer,
        new Holdings(engine, home),
        deployer,
        jobs,
        capsules,
        new Locks(clock),
        pulse);
  }

  private List<Verb<?>> verbs(Steading steading) {
    List<Verb<?>> verbs = new ArrayList<>();
    ChangeVerbs changes = new ChangeVerbs(steading);
    verbs.addAll(changes.list());
    verbs.addAll(new ImportVerbs(steading, changes).list());
    verbs.addAll(new PluginVerbs(steading, changes).list());
    RemovalVerbs removal = new RemovalVerbs(steading);
    verbs.addAll(removal.list());
    verbs.addAll(new RestoreVerb(steading, removal).list());
    verbs.addAll(new LookVerbs(steading, version).list());
    verbs.addAll(new StreamVerbs(steading).list());
    verbs.addAll(new CareVerbs(steading).list());
    verbs.addAll(new RepositoryVerbs(steading).list());
    verbs.addAll(new CapsuleVerbs(steading).list());
    verbs.addAll(new RecoverVerb(steading).list());
    verbs.addAll(new DrillVerb(steading).list());
    verbs.addAll(new CloneVerbs(steading).list());
    verbs.addAll(new ParcelVerbs(steading).list());
    verbs.addAll(new DoctorVerbs(steading).list());
    verbs.addAll(new CertificateVerbs(steading).list());
    verbs.addAll(new GatewayVerbs(steading, Objects.requireNonNull(gateway)).list());
    verbs.add(
        new Verb<>(
            "shutdown",
            Requests.Shutdown.class,
            (r, c) -> {
              stop.countDown();
              return Map.of();
            }));
    return verbs.stream().<Verb<?>>map(Daemon::inWords).toList();
  }

  /** What the Engine refuses outside of a plan is a problem like any other. */
  private static <A> Verb<A> inWords(Verb<A> verb) {
    return new Verb<>(
        verb.name(),
        verb.arguments(),
        (arguments, conversation) -> {
          try {
            return verb.action().run(arguments, conversation);
          } catch (EngineException e) {
            throw EngineWords.problem(e);
          }
        });
  }
}
