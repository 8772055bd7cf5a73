package steading.watch;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import steading.app.App;
import steading.app.AppStore;
import steading.app.Home;
import steading.app.Secrets;
import steading.apply.Deployer;
import steading.apply.Journal;
import steading.apply.Routes;
import steading.engine.Engine;
import steading.engine.Engine.EngineInfo;
import steading.gateway.CertificateRow;
import steading.gateway.ListeningSockets;
import steading.plan.Route;
import steading.problem.Problems;

/** Examines the machine and the apps: what is wrong, and what to do about it. */
public final class Doctor {
  private static final Duration QUICK = Duration.ofSeconds(10);
  private static final Duration NAME_LOOKUP = Duration.ofSeconds(3);
  private static final Duration SLOW = Duration.ofSeconds(30);
  private static final Path PROC = Path.of("/proc");

  private final Home home;
  private final Engine engine;
  private final AppStore store;
  private final Journal journal;
  private final Routes routes;
  private final Supplier<List<CertificateRow>> certificates;
  private final Clock clock;
  private final Function<String, List<String>> risks;
  private final AppCheck apps;

  public Doctor(
      Home home,
      Engine engine,
      AppStore store,
      Secrets secrets,
      Journal journal,
      Routes routes,
      Supplier<List<CertificateRow>> certificates,
      Deployer deployer,
      Function<String, List<String>> risks,
      Clock clock) {
    this.home = home;
    this.engine = engine;
    this.store = store;
    this.journal = journal;
    this.routes = routes;
    this.certificates = certificates;
    this.clock = clock;
    this.risks = risks;
    this.apps = new AppCheck(home, engine, store, secrets, journal, deployer, clock);
  }

  /**
   * Looks at everything, or at one app and whatever of the machine is not well; the worst first.
   */
  public List<Finding> examine(@Nullable String name) {
    if (name != null) {
      store.require(name);
    }
    List<String> names = name == null ? store.names() : List.of(name);
    List<App> all = store.list(new Problems());
    List<App> asked = all.stream().filter(app -> names.contains(app.name())).toList();
    UnaryOperator<Check> shown = name == null ? UnaryOperator.identity() : Check::troublesOf;

    EngineCheck first = new EngineCheck(engine, clock);
    List<Finding> findings =
        new ArrayList<>(
            Round.of(List.of(shown.apply(new Check(EngineCheck.NAME, QUICK, first::look)))));
    Optional<EngineInfo> info = first.info();
    List<Check> checks = new ArrayList<>();
    machine(info, names).stream().map(shown).forEach(checks::add);
    // Without the Engine every one of these would only say the same again.
    if (info.isPresent()) {
      ports(info.get(), all).stream().map(shown).forEach(checks::add);
      names.forEach(each -> checks.add(new Check(each, SLOW, () -> apps.state(each))));
      asked.forEach(app -> checks.addAll(app(app)));
    }
    names.forEach(each -> checks.add(new Check(each, QUICK, () -> backups(each))));
    checks.addAll(hosts(asked));
    checks.add(
        shown.apply(
            new Check(
                CertificateCheck.NAME,
                QUICK,
                () -> CertificateCheck.judge(certificates.get(), names))));
    findings.addAll(Round.of(checks));
    return findings.stream().sorted(Comparator.comparing(Finding::level)).toList();
  }

  private List<Check> machine(Optional<EngineInfo> info, List<String> names) {
    List<Check> checks = new ArrayList<>();
    Map<String, Path> places = new LinkedHashMap<>();
    places.put("the home", home.directory());
    info.filter(EngineCheck::local)
        .ifPresent(engineInfo -> places.put("the Engine", engineInfo.dataRoot()));
    checks.add(new Check(DiskCheck.NAME, QUICK, new DiskCheck(places)::look));
    checks.add(new Check("machine", QUICK, new MachineCheck(PROC)::look));
    checks.add(
        new Check("clock", QUICK, new ClockCheck(Path.of("/run"), home.database(), clock)::look));
    checks.add(new Check("home", QUICK, new HomeCheck(home)::look));
    checks.add(
        new Check(
            "operations", QUICK, () -> new OperationCheck(journal, clock).lookBut(store.names())));
    if (info.isPresent()) {
      checks.add(new Check("registry", SLOW, new RegistryCheck(engine)::look));
      checks.add(new Check("gateway", QUICK, () -> gateway(names)));
    }
    return checks;
  }

  /** Those of an Engine elsewhere cannot be seen from here. */
  private List<Check> ports(EngineInfo info, List<App> all) {
    if (!EngineCheck.local(info)) {
      return List.of();
    }
    PortCheck check =
        new PortCheck(
            engine,
            new ListeningSockets(PROC),
            home.prefix() + "gateway",
            all.stream().anyMatch(app -> app.running() && !app.hosts().isEmpty()));
    Check http =
        new Check(
            "port " + home.httpPort(),
            QUICK,
            () -> check.look(home.httpPort(), "STEADING_HTTP_PORT"));
    Check https =
        new Check(
            "port " + home.httpsPort(),
            QUICK,
            () -> check.look(home.httpsPort(), "STEADING_HTTPS_PORT"));
    // Behind a web server that has the certificates, the gateway wants one port only.
    return home.front().plain() ? List.of(http) : List.of(http, https);
  }

  private List<Finding> gateway(List<String> names) {
    List<String> waiting =
        names.stream().filter(name -> !routes.published(name).isEmpty()).toList();
    if (waiting.isEmpty()) {
      return List.of(Finding.ok("gateway", "no app is to be reached through it"));
    }
    return List.of(
        routes.serving()
            ? Finding.ok("gateway", "it runs and serves what it should")
            : Finding.error(
                "gateway",
                "it does not run, or does not serve what it should, so people may not reach "
                    + String.join(", ", waiting),
                "`stead apply " + waiting.getFirst() + "` brings it up or says why it cannot"));
  }

  private List<Finding> backups(String app) {
    return risks.apply(app).stream()
        .map(risk ->
            Finding.error(
                app,
                "its data is at risk: " + risk,
                "mend that, then `stead backup "
                    + app
                    + "`; after a drill that failed, `stead drill "
                    + app
                    + "` besides"))
        .toList();
  }

  /** The hosts of an app's file, and those that its recipe adds. */
  private List<Check> hosts(List<App> asked) {
    return asked.stream()
        .filter(App::running)
        .flatMap(app ->
            Stream.concat(
                app.hosts().stream(),
                routes.published(app.name()).stream().flatMap(route -> route.hosts().stream())))
        .filter(DnsCheck::needed)
        .distinct()
        .map(host ->
            new Check(
                DnsCheck.name(host),
                NAME_LOOKUP,
                () -> new DnsCheck(OwnAddresses.all()).look(host)))
        .toList();
  }

  private List<Check> app(App app) {
    String name = app.name();
    List<Check> checks = new ArrayList<>();
    checks.add(new Check(name, SLOW, () -> apps.drift(app)));
    if (app.running()) {
      HttpsCheck https = new HttpsCheck(home, clock);
      pages(name)
          .forEach((host, path) ->
              checks.add(
                  new Check(HttpsCheck.name(host), SLOW, () -> https.look(name, host, path))));
    }
    return checks;
  }

  /** Each host, with the shortest path that leads to the app there. */
  private Map<String, String> pages(String name) {
    Map<String, String> pages = new LinkedHashMap<>();
    for (Route route : routes.published(name)) {
      for (String host : route.hosts()) {
        pages.merge(host, route.path(), (a, b) -> a.length() <= b.length() ? a : b);
      }
    }
    return pages;
  }
}
