package steading.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import steading.compose.Network;
import steading.engine.ContainerSeen;
import steading.engine.ContainerSeen.State;
import steading.engine.ContainerSpec;
import steading.engine.ContainerSpec.Attach;
import steading.engine.Engine;
import steading.engine.EngineException;
import steading.engine.EngineException.Reason;
import steading.plan.Labels;
import steading.problem.Problem;

/** The gateway's own container and the networks it is in. */
final class GatewayContainer {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final Attach PLAIN = new Attach(List.of(), null, null);

  /** The variable that names another list of certificates than the whole one. */
  static final String CERTIFICATES = "STEADING_CERTIFICATES";

  private final Engine engine;
  private final GatewaySpec spec;
  private final ImageSource image;

  GatewayContainer(Engine engine, GatewaySpec spec, ImageSource image) {
    this.engine = engine;
    this.spec = spec;
    this.image = image;
  }

  /** Gives the exact reference of an image that is on the Engine. */
  interface ImageSource {
    String obtain() throws IOException;
  }

  private Optional<ContainerSeen> seen() {
    return engine.container(spec.name());
  }

  boolean running() {
    return seen().map(ContainerSeen::running).orElse(false);
  }

  /** It is not there, or was stopped: the Engine will not start it again by itself. */
  boolean ended() {
    return seen()
        .filter(found -> found.state() != State.EXITED && found.state() != State.DEAD)
        .isEmpty();
  }

  /** Starts one that was stopped, as it is: what it should be can be seen to afterwards. */
  void revive() {
    if (seen().filter(found -> found.state() == State.EXITED).isPresent()) {
      try {
        engine.start(spec.name());
      } catch (EngineException e) {
        // Whoever sees to it then finds out why, and says so.
      }
    }
  }

  /** Running, and made as we would make it now. */
  boolean asWanted() throws IOException {
    Optional<ContainerSeen> seen = seen();
    return seen.isPresent()
        && seen.get().running()
        && seen.get().label(Labels.HASH).equals(wanted().labels().get(Labels.HASH));
  }

  private ContainerSpec wanted() throws IOException {
    return spec.of(image.obtain());
  }

  /** Makes the container run as wanted, in these networks as far as they exist. */
  void start(Collection<String> networks) throws IOException {
    ContainerSpec wanted = wanted();
    Optional<ContainerSeen> seen = seen();
    boolean same =
        seen.isPresent() && seen.get().label(Labels.HASH).equals(wanted.labels().get(Labels.HASH));
    if (same && startsAgain(networks)) {
      return;
    }
    remove();
    createNetwork();
    engine.create(wanted);
    join(networks);
    try {
      engine.start(spec.name());
    } catch (EngineException e) {
      remove();
      throw e.reason() == Reason.PORT_TAKEN
          ? new PortHolder(engine).problem(e.text(), spec.home()).raise()
          : e;
    }
  }

  /** False when the Engine cannot start it, for example because a network of it is gone. */
  private boolean startsAgain(Collection<String> networks) {
    try {
      join(networks);
      engine.start(spec.name());
      return true;
    } catch (EngineException e) {
      if (e.reason() == Reason.PORT_TAKEN) {
        throw new PortHolder(engine).problem(e.text(), spec.home()).raise();
      }
      return false;
    }
  }

  private void remove() {
    if (seen().isPresent()) {
      engine.stop(spec.name(), GRACE);
      engine.remove(spec.name());
    }
  }

  void createNetwork() {
    if (!engine.networkExists(spec.network())) {
      engine.createNetwork(
          spec.network(),
          new Network(
              "gateway", null, false, null, Map.of(), false, false, false, List.of(), Map.of()),
          spec.labels());
    }
  }

  void join(Collection<String> networks) {
    Set<String> present = seen().map(ContainerSeen::networkNames).orElse(Set.of());
    for (String network : networks) {
      if (!present.contains(network) && engine.networkExists(network)) {
        engine.connect(network, spec.name(), PLAIN);
      }
    }
  }

  boolean in(String network) {
    return seen().map(found -> found.networkNames().contains(network)).orElse(false);
  }

  void leaveAllBut(Collection<String> networks) {
    for (String network : seen().map(ContainerSeen::networkNames).orElse(Set.of())) {
      if (!network.equals(spec.network()) && !networks.contains(network)) {
        engine.disconnect(network, spec.name());
      }
    }
  }

  /** Lets HAProxy itself judge a configuration that lies on disk. */
  void check(String generation) throws IOException {
    judge(running() ? checkInside(generation, Map.of()) : checkAside(generation));
  }

  /**
   * The same for what is to follow a configuration that is served: certificates that are loaded now
   * are not loaded once more for it, which is most of the work where there are many.
   */
  void checkNews(String generation) throws IOException {
    judge(
        running()
            ? checkInside(generation, Map.of(CERTIFICATES, ShownCertificates.UNKNOWN))
            : checkAside(generation));
  }

  private static void judge(Engine.ExecResult result) {
    if (result.code() != 0) {
      throw Problem.failed(
              "gateway.bad-config",
              "HAProxy refuses the gateway's new configuration, and the present one stays",
              "this is a mistake in Steading, unless a certificate was damaged: report it")
          .because((result.stdout() + result.stderr()).strip())
          .raise();
    }
  }

  private Engine.ExecResult checkInside(String generation, Map<String, String> environment) {
    List<String> command = List.of("haproxy", "-c", "-f", Inside.configuration(generation));
    return engine.execAndWait(
        spec.name(), new Engine.ExecSpec(command, environment, null, null, false, false), LIMIT);
  }

  private Engine.ExecResult checkAside(String generation) throws IOException {
    ContainerSpec check = spec.check(image.obtain(), generation);
    if (engine.container(check.name()).isPresent()) {
      engine.remove(check.name());
    }
    createNetwork();
    engine.create(check);
    try {
      engine.start(check.name());
      int code = engine.awaitExit(check.name(), LIMIT).orElse(-1);
      return new Engine.ExecResult(code, lastWords(check.name(), -1), "");
    } finally {
      engine.remove(check.name());
    }
  }

  String lastWords() {
    return seen().isEmpty() ? "" : lastWords(spec.name(), 10);
  }

  private String lastWords(String container, int lines) {
    ByteArrayOutputStream words = new ByteArrayOutputStream();
    try (Engine.LogStream log =
        engine.logs(
            container,
            new Engine.LogQuery(false, lines, null, false),
            (_, chunk) -> words.writeBytes(chunk))) {
      log.await();
    }
    return words.toString(StandardCharsets.UTF_8).strip();
  }
}
