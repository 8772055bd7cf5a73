package steading.cli.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import steading.app.Home;
import steading.daemon.Conversation.Caller;
import steading.daemon.control.ControlClient;
import steading.daemon.control.DaemonLauncher;
import steading.engine.Engine;
import steading.plan.Labels;
import steading.problem.Problem;

/**
 * An installation with a daemon, a gateway and ports of its own, beside whatever else runs on this
 * Engine. Closing it leaves nothing but images.
 */
public final class ScratchHome implements AutoCloseable {
  private final Home home;
  private final DaemonLauncher launcher;
  private final Caller caller;

  /**
   * @param mainClass whose {@code serve} runs the daemon
   * @param dockerHost null: the usual Engine
   */
  public ScratchHome(String mainClass, @Nullable String dockerHost, Caller caller) {
    Path directory;
    Map<String, String> environment = new HashMap<>();
    try (ServerSocket http = new ServerSocket(0);
        ServerSocket https = new ServerSocket(0)) {
      directory = Files.createTempDirectory("steading-check");
      environment.put("STEADING_HTTP_PORT", String.valueOf(http.getLocalPort()));
      environment.put("STEADING_HTTPS_PORT", String.valueOf(https.getLocalPort()));
    } catch (IOException e) {
      throw Problem.failed(
              "check.no-room",
              "no installation can be made to try the recipe in",
              "make room in the directory for temporary files")
          .because(String.valueOf(e.getMessage()))
          .raise();
    }
    if (dockerHost != null) {
      environment.put("DOCKER_HOST", dockerHost);
    }
    this.home = new Home(directory, "", 0, 0, dockerHost, directory);
    this.launcher =
        new DaemonLauncher(directory, home.socket(), home.log(), mainClass, environment);
    this.caller = caller;
  }

  /** Asks this installation's daemon, which is started where it does not run. */
  JsonNode ask(Record request, ControlClient.Listener listener) {
    ControlClient running = ControlClient.connect(home.socket());
    if (running == null) {
      launcher.start();
      running = ControlClient.connect(home.socket());
    }
    if (running == null) {
      throw Problem.failed("daemon.start", "the daemon ended again", "see " + home.log()).raise();
    }
    try (ControlClient client = running) {
      return client.ask(request, caller, listener);
    }
  }

  /** What there still is of an app: containers, networks and volumes by name. */
  List<String> leftOf(String app) {
    Map<String, String> labels = labels();
    labels.put(Labels.APP, app);
    try (Engine engine = Engine.connect(home.dockerHost())) {
      return Stream.of(
              engine.containers(labels).stream().map(c -> "container " + c.name()),
              engine.networks(labels).stream().map(n -> "network " + n.name()),
              engine.volumes(labels).stream().map(v -> "volume " + v.name()))
          .flatMap(names -> names)
          .sorted()
          .toList();
    }
  }

  @Override
  public void close() {
    launcher.stop(caller);
    if (Files.exists(idFile())) {
      try (Engine engine = Engine.connect(home.dockerHost())) {
        engine.containers(labels()).forEach(c -> engine.remove(c.name()));
        engine.networks(labels()).forEach(n -> engine.removeNetwork(n.name()));
        engine.volumes(labels()).forEach(v -> engine.removeVolume(v.name()));
      }
    }
    try (Stream<Path> files = Files.walk(home.directory())) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw Problem.failed(
              "check.left", home.directory() + " cannot be deleted", "delete it by hand")
          .because(String.valueOf(e.getMessage()))
          .raise();
    }
  }

  private Path idFile() {
    return home.directory().resolve("id");
  }

  private Map<String, String> labels() {
    Map<String, String> labels = new LinkedHashMap<>();
    try {
      labels.put(Labels.HOME, Files.readString(idFile()).strip());
    } catch (IOException e) {
      throw Problem.failed("check.no-id", idFile() + " cannot be read", "try again")
          .because(String.valueOf(e.getMessage()))
          .raise();
    }
    return labels;
  }
}
