package steading.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import steading.app.GatewaySettings;
import steading.app.GatewaySettings.Limits;
import steading.app.Home;
import steading.app.TlsSettings;
import steading.compose.Service;
import steading.engine.ContainerSpec;
import steading.engine.Engine;
import steading.engine.TestEngine;
import steading.gateway.tls.InternalCa;
import steading.image.Images;
import steading.plan.Labels;
import steading.plan.Route;
import steading.plan.Treatment;

/** A gateway of its own on the real Engine, and tiny apps for it to serve. */
final class TestGateway implements AutoCloseable {
  static final int APP_PORT = 9000;

  private static final Limits USUAL = Limits.USUAL;
  private static final GatewaySettings EAGER_CLIENTS =
      new GatewaySettings(
          List.of(),
          null,
          new Limits(
              0,
              0,
              0,
              USUAL.headerTime(),
              USUAL.bodyTime(),
              USUAL.url(),
              USUAL.headers(),
              USUAL.body()));

  private static final String APP =
      """
      CR=$(printf '\\r')
      answer() {
        printf 'HTTP/1.1 200 OK\\r\\nContent-Length: %d\\r\\n\\r\\n%s' ${#1} "$1"
      }
      while read -r method path version; do
        headers=
        while read -r line; do
          line=${line%$CR}
          [ -n "$line" ] || break
          headers="$headers$line;"
        done
        case $path in
          /headers*) answer "$headers" ;;
          /slow*) sleep 3; answer "slow $NAME" ;;
          /socket*)
            printf 'HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: echo\\r\\nConnection: Upgrade\\r\\n\\r\\n'
            while read -r word; do echo "$NAME $word"; done
            exit ;;
          *) answer "$NAME" ;;
        esac
      done
      """;

  final TestEngine test = TestEngine.connect();
  final Engine engine = test.engine();
  final Home home;
  final Gateway gateway;
  final Map<String, String> secrets = new HashMap<>();
  private final Clock clock;

  /** A test's clients all have one address: it may ask as often as it likes. */
  TestGateway(Path directory) {
    this(directory, freePort(), freePort());
  }

  TestGateway(Path directory, GatewaySettings settings) {
    this(directory, freePort(), freePort(), settings);
  }

  TestGateway(Path directory, int httpPort, int httpsPort) {
    this(directory, httpPort, httpsPort, TlsSettings.DEFAULT, EAGER_CLIENTS, Clock.systemUTC());
  }

  TestGateway(Path directory, int httpPort, int httpsPort, TlsSettings tls, Clock clock) {
    this(directory, httpPort, httpsPort, tls, EAGER_CLIENTS, clock);
  }

  private TestGateway(Path directory, int httpPort, int httpsPort, GatewaySettings settings) {
    this(directory, httpPort, httpsPort, TlsSettings.DEFAULT, settings, Clock.systemUTC());
  }

  private TestGateway(
      Path directory,
      int httpPort,
      int httpsPort,
      TlsSettings tls,
      GatewaySettings settings,
      Clock clock) {
    this.clock = clock;
    String id = test.name("").replaceAll(".*test-([0-9a-f]+)-", "$1");
    home =
        new Home(directory, id, httpPort, httpsPort, null, Path.of("recipes"))
            .withTls(tls)
            .with(settings);
    gateway = again();
  }

  /** What a restarted daemon would have. */
  Gateway again() {
    Path source = Path.of(System.getProperty("steading.source", "."));
    Images images = new Images(engine, source.resolve("recipes/images"));
    return new Gateway(
        engine,
        new GatewayImage(images, home.gateway().resolve("image")),
        home,
        name -> Optional.ofNullable(secrets.get(name)),
        clock);
  }

  String name(String suffix) {
    return test.name(suffix);
  }

  /** Starts an app's container that answers with {@code name}; returns its real name. */
  String app(String name, String network) {
    return app(name, network, List.of());
  }

  /** The same, which answers under further names, as if it were many containers. */
  String app(String name, String network, List<String> aliases) {
    Service service = Service.of(name, TestEngine.tinyImage());
    List<String> command =
        List.of("busybox", "nc", "-ll", "-p", "" + APP_PORT, "-e", "/bin/sh", "/app.sh");
    ContainerSpec spec =
        new ContainerSpec(
            name(name),
            TestEngine.tinyImage(),
            service.withProgram(service.program().withCommand(command)),
            Map.of(network, new ContainerSpec.Attach(aliases, null, null)),
            Map.of(),
            test.labels(),
            List.of(
                new ContainerSpec.FileSpec(
                    "/app.sh",
                    ("NAME=" + name + "\n" + APP).getBytes(StandardCharsets.UTF_8),
                    0,
                    0,
                    0644)),
            List.of());
    return test.run(spec);
  }

  /** A container whose port is one of this very process: what runs here then is an app. */
  String relay(String name, String network, int port) {
    String host =
        engine.networks(test.labels()).stream()
            .filter(seen -> seen.name().equals(network))
            .findFirst()
            .orElseThrow()
            .gateways()
            .getFirst();
    return run(
        name,
        TestEngine.tinyImage(),
        List.of("busybox", "nc", "-ll", "-p", "" + APP_PORT, "-e", "nc", host, "" + port),
        network,
        List.of());
  }

  /** An app that is another HAProxy, which can speak what others cannot. */
  String haproxy(String name, String network, String configuration) {
    String image = engine.container(home.prefix() + "gateway").orElseThrow().imageId();
    return run(
        name,
        image,
        List.of("haproxy", "-f", "/app.cfg"),
        network,
        List.of(
            new ContainerSpec.FileSpec(
                "/app.cfg", configuration.getBytes(StandardCharsets.UTF_8), 0, 0, 0644)));
  }

  private String run(
      String name,
      String image,
      List<String> command,
      String network,
      List<ContainerSpec.FileSpec> files) {
    Service service = Service.of(name, image);
    return test.run(
        new ContainerSpec(
            name(name),
            image,
            service.withProgram(service.program().withCommand(command)),
            Map.of(network, new ContainerSpec.Attach(List.of(), null, null)),
            Map.of(),
            test.labels(),
            files,
            List.of()));
  }

  static Route treated(Route route, Treatment treatment) {
    return new Route(
        route.app(),
        route.service(),
        route.hosts(),
        route.path(),
        route.port(),
        route.targets(),
        route.drain(),
        route.tls(),
        treatment);
  }

  static Route route(String app, List<String> hosts, String path, String... targets) {
    return new Route(app, "web", hosts, path, APP_PORT, List.of(targets), Duration.ofSeconds(30));
  }

  void publish(String app, List<String> hosts, String network, String... targets) {
    gateway.publish(app, List.of(route(app, hosts, "/", targets)), Set.of(network));
  }

  RawClient client(String host) {
    return new RawClient(trust(), home.httpsPort(), host);
  }

  /** How many requests are at apps just now. */
  long sessions() {
    try {
      Workers workers = new Workers(MasterSocket.in(home.gateway().resolve("run")));
      long sessions = 0;
      for (Workers.Worker worker : workers.all()) {
        sessions +=
            workers.counts(worker).stream()
                .filter(count -> count.proxy().contains(":") && !count.name().equals("BACKEND"))
                .mapToLong(Workers.Count::sessions)
                .sum();
      }
      return sessions;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The worker processes, which every load replaces. */
  String workers() throws IOException {
    return MasterSocket.in(home.gateway().resolve("run"))
        .ask("show proc")
        .lines()
        .filter(line -> line.contains("worker "))
        .map(line -> line.strip().split(" ", 2)[0])
        .toList()
        .toString();
  }

  /** HAProxy's own lines about requests that matched: why it answered what it answered. */
  String haproxySaid(String status) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    String name = home.prefix() + "gateway";
    try (Engine.LogStream logs =
        engine.logs(
            name,
            new Engine.LogQuery(false, -1, null, true),
            (_, bytes) -> lines.writeBytes(bytes))) {
      logs.await();
    }
    return lines
        .toString(StandardCharsets.UTF_8)
        .lines()
        .filter(Pattern.compile(status).asPredicate())
        .collect(Collectors.joining("\n"));
  }

  SSLContext trust() {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry(
          "root", InternalCa.open(InternalCa.directory(home), home.id(), Clock.systemUTC()).root());
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return context;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    Map<String, String> ours = Map.of(Labels.HOME, home.id());
    engine.containers(ours).forEach(container -> engine.remove(container.id()));
    engine.networks(ours).forEach(network -> engine.removeNetwork(network.name()));
    test.close();
  }
}
