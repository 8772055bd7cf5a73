package steading.gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import steading.app.Durable;
import steading.app.Home;
import steading.apply.Routes;
import steading.engine.Engine;
import steading.gateway.tls.Acme;
import steading.gateway.tls.InternalCa;
import steading.gateway.tls.OwnCertificates;
import steading.image.Images;
import steading.plan.Probe;
import steading.plan.Route;
import steading.problem.Problem;
import steading.problem.ProblemException;

/**
 * The gateway of one installation. Changes are made one after the other; each is on disk and seen
 * to be served before the table remembers it, so that a crash at any point is mended by doing the
 * same again.
 */
public final class Gateway implements Routes {
  private static final Duration LOADING = Duration.ofSeconds(30);
  private static final String CLOSED = "rwx------";

  private final Engine engine;
  private final Surroundings ports;
  private final TableFile file;
  private final Certificates certificates;
  private final CertificateKeeping keeping;
  private final Generations generations;
  private final GatewayContainer container;
  private final Workers workers;
  private final Loader loader;
  private final Asking asking;
  private final Holds holds;
  private final Whereabouts whereabouts;
  private volatile Table table;

  public Gateway(Engine engine, Images images, Home home) {
    this(engine, images, home, _ -> Optional.empty());
  }

  /**
   * @param secrets of the installation, for authorities and DNS servers that want one
   */
  public Gateway(
      Engine engine, Images images, Home home, Function<String, Optional<String>> secrets) {
    this(
        engine,
        new GatewayImage(images, home.gateway().resolve("image")),
        home,
        secrets,
        Clock.systemUTC());
  }

  /** Nothing is started yet. */
  Gateway(
      Engine engine,
      GatewayContainer.ImageSource image,
      Home home,
      Function<String, Optional<String>> secrets,
      Clock clock) {
    this.engine = engine;
    Path root = home.gateway();
    Reader reader = directories(home);
    ports = new Surroundings(home, engine);
    file = new TableFile(root.resolve("table.json"));
    table = file.load();
    InternalCa authority = InternalCa.open(InternalCa.directory(home), home.id(), clock);
    Path certs = root.resolve("certs");
    Acme acme = CertificateKeeping.acme(home, reader, secrets, clock);
    OwnCertificates own = new OwnCertificates(certs.resolve(Certificates.OWN), reader::own, clock);
    certificates = new Certificates(certs, authority, reader, acme, own, clock);
    keeping = new CertificateKeeping(acme, own, certs, () -> table, this::ensure, clock);
    generations = new Generations(root.resolve("config"));
    container = new GatewayContainer(engine, new GatewaySpec(home, reader), image);
    workers = new Workers(MasterSocket.in(root.resolve("run")));
    asking = new Asking(engine, home.prefix() + "gateway");
    holds = new Holds(workers, clock);
    whereabouts = new Whereabouts(engine, workers);
    loader = new Loader(generations, container, workers, LOADING);
  }

  private static Reader directories(Home home) {
    try {
      Durable.directory(home.gateway(), CLOSED);
      Reader reader = Reader.ownerOf(home.gateway());
      Durable.directory(GatewaySpec.directory(home, "config"), "rwxr-xr-x");
      for (String name : List.of("certs", "certs/acme", "certs/own", "run")) {
        Path directory = GatewaySpec.directory(home, name);
        Durable.directory(directory, CLOSED);
        reader.own(directory);
      }
      return reader;
    } catch (IOException e) {
      throw disk(e);
    }
  }

  /** The certificate that people install to trust this installation, as PEM. */
  public String rootCertificate() {
    return certificates.rootPem();
  }

  /** What is to be seen and done about certificates. */
  public CertificateKeeping certificates() {
    return keeping;
  }

  public Table table() {
    return table;
  }

  @Override
  public List<Route> published(String app) {
    return table.routes(app);
  }

  @Override
  public boolean serving() {
    Table expected = table;
    if (!container.running()) {
      return false;
    }
    try {
      String id = generation(expected, certificates.present(expected), Map.of()).id();
      return generations.current().equals(Optional.of(id))
          && workers.serving().equals(Optional.of(id))
          && expected.networks().stream()
              .allMatch(network -> container.in(network) || !engine.networkExists(network));
    } catch (IOException e) {
      // Files or sockets that cannot be reached are exactly what is asked for here.
      return false;
    }
  }

  /** What a person would want to know of it now. */
  public GatewayStatus status() {
    Table now = table;
    try {
      boolean running = container.running();
      List<Map<String, String>> rows = StatusReader.rows(running ? workers.statistics() : "");
      return new GatewayStatus(
          running,
          serving(),
          StatusReader.fronts(rows),
          StatusReader.hosts(now, keeping.rows()),
          StatusReader.backends(now, rows));
    } catch (IOException e) {
      throw disk(e);
    }
  }

  /**
   * Brings the gateway to what its table says: starts it, joins networks, renews certificates that
   * have a third of their life left. To be called when the daemon starts, and daily.
   */
  @Override
  public synchronized void ensure() {
    if (!table.apps().isEmpty()) {
      container.revive();
      serve(table, null);
    }
  }

  @Override
  public synchronized void publish(String app, List<Route> routes, Set<String> networks) {
    Table wanted = table.with(app, routes, networks);
    SafeWords.check(wanted);
    serve(wanted, app);
    remember(wanted);
  }

  @Override
  public synchronized void withdraw(String app, Set<String> networks) {
    Table wanted = table.without(app);
    if (!wanted.equals(table)) {
      serve(wanted, null);
      remember(wanted);
    }
    container.leaveAllBut(table.networks());
  }

  @Override
  public Optional<String> ask(Probe probe, Set<String> networks) {
    String[] trouble = {""};
    Patience.until(
        () -> {
          reach(networks);
          trouble[0] = asking.ask(probe).orElse("");
          return trouble[0].isEmpty() || asking.gone(probe);
        },
        probe.limit());
    if (trouble[0].isEmpty()) {
      return Optional.empty();
    }
    leaveWhatIsNotServed();
    return Optional.of(trouble[0]);
  }

  /** A network that the gateway has joined cannot be removed, and nobody is served in these. */
  private synchronized void leaveWhatIsNotServed() {
    container.leaveAllBut(table.networks());
  }

  /** Another app's change may just have left a network that is in no table yet. */
  private synchronized void reach(Set<String> networks) {
    try {
      if (!container.asWanted()) {
        serve(table, null);
      }
      container.join(networks);
    } catch (IOException e) {
      throw disk(e);
    }
  }

  @Override
  public synchronized void follow(Predicate<String> which) {
    try {
      Map<String, String> now = new HashMap<>();
      table.apps().values().forEach(entry -> now.putAll(whereabouts.running(entry, which)));
      if (now.isEmpty() || !container.running()) {
        return;
      }
      for (Workers.Worker worker : workers.all()) {
        for (Workers.Target target : workers.targets(worker)) {
          String address = now.getOrDefault(target.name(), target.address());
          if (!address.equals(target.address())) {
            workers.move(worker, target, address);
          }
        }
      }
    } catch (IOException e) {
      throw disk(e);
    }
  }

  @Override
  public boolean held(String app) {
    try {
      return container.running() && holds.any(app);
    } catch (IOException e) {
      // What cannot be asked is mended first, and asked again.
      return false;
    }
  }

  @Override
  public boolean hold(String app, Set<String> services, Duration limit) {
    Table held = table;
    synchronized (this) {
      if (!container.running()) {
        return true;
      }
      try {
        holds.add(held, app, services);
      } catch (IOException e) {
        throw disk(e);
      }
    }
    return Patience.until(() -> quiet(held, app, services), limit);
  }

  private boolean quiet(Table held, String app, Set<String> services) {
    try {
      return holds.quiet(held, app, services);
    } catch (IOException e) {
      return !container.running();
    }
  }

  @Override
  public synchronized void release(String app) {
    try {
      holds.end(app);
    } catch (IOException e) {
      if (container.running()) {
        throw disk(e);
      }
    }
  }

  @Override
  public boolean drain(String app, List<String> containers, Duration limit) {
    Drain drain = new Drain(workers, app, containers);
    boolean done = Patience.until(() -> done(drain), limit);
    leaveWhatIsNotServed();
    return done;
  }

  /** A gateway that does not run has no request in flight; one that is silent may have. */
  private boolean done(Drain drain) {
    try {
      return drain.done();
    } catch (IOException e) {
      return !container.running();
    }
  }

  private void remember(Table wanted) {
    try {
      if (!wanted.equals(table)) {
        file.save(wanted);
        table = wanted;
      }
      certificates.forgetAllBut(wanted);
    } catch (IOException e) {
      throw disk(e);
    }
  }

  /**
   * @param app whose targets must be reachable before this returns
   */
  private void serve(Table wanted, @Nullable String app) {
    try {
      if (ports.needsNetwork()) {
        container.createNetwork();
      }
      ShownCertificates shown = certificates.issue(wanted);
      Generation plain = generation(wanted, shown, Map.of());
      Predicate<List<Workers.Target>> ready = targets -> app == null || ready(wanted, app, targets);
      if (!container.asWanted()) {
        whereabouts.told(wanted, app);
        loader.start(plain, wanted.networks(), ready, () -> live(wanted, shown, app));
        return;
      }
      container.join(wanted.networks());
      loader.awaitAnswer();
      if (!workers.serving().equals(Optional.of(plain.id()))) {
        loader.reload(plain, live(wanted, shown, app), ready);
      } else if (!generations.current().equals(Optional.of(plain.id()))) {
        generations.stageOnce(plain.id(), plain.files());
        generations.activate(plain.id());
      }
    } catch (IOException e) {
      throw disk(e);
    }
  }

  private Generation generation(
      Table wanted, ShownCertificates shown, Map<String, String> addresses) {
    return Generation.of(wanted, ports.ports(), certificates.rootPem(), shown, addresses);
  }

  /** With what is so only now, and not when the container starts for the next time. */
  private Generation live(Table wanted, ShownCertificates shown, @Nullable String app)
      throws IOException {
    return generation(wanted, shown, whereabouts.of(wanted, app))
        .with(Holding.MAP, holds.lines(wanted));
  }

  private static boolean ready(Table table, String app, List<Workers.Target> targets) {
    long wanted = table.routes(app).stream().mapToLong(route -> route.targets().size()).sum();
    List<Workers.Target> ours =
        targets.stream().filter(target -> target.backend().startsWith(app + ":")).toList();
    return ours.size() == wanted && ours.stream().allMatch(Workers.Target::ready);
  }

  private static ProblemException disk(IOException cause) {
    return Problem.failed(
            "gateway.files",
            "The gateway's files or sockets cannot be used",
            "see that the disk is not full and that the directory belongs to the daemon's account")
        .because(cause.toString())
        .raise();
  }
}
