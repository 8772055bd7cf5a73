package steading.cli;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import steading.app.HomeStore;
import steading.cli.terminal.Clean;
import steading.engine.EngineException;
import steading.engine.EngineSetup;
import steading.problem.Problem;

/** Sees to it that there is a Docker Engine before a daemon is started that needs it. */
final class EngineReady {
  private final Session session;

  EngineReady(Session session) {
    this.session = session;
  }

  /** The home is opened for its settings: they may name another Engine. */
  void ensure() {
    Map<String, String> environment = new HashMap<>(session.terminal().environment());
    environment.put("STEADING_HOME", session.home().directory().toString());
    String host = HomeStore.open(environment).dockerHost();
    if (reachable(host)) {
      return;
    }
    if (host != null) {
      throw Problem.failed(
              "engine.unreachable",
              "no Docker Engine answers at " + host,
              "start it, or correct DOCKER_HOST or steading.yaml")
          .raise();
    }
    if (!session.setup()) {
      throw Problem.failed(
              "engine.missing",
              "no Docker Engine answers, and --no-setup forbids to install or start one",
              "install Docker and start it, or leave --no-setup out")
          .raise();
    }
    EngineSetup.install(this::say);
    EngineSetup.start(this::say);
  }

  static RuntimeException unusable(EngineException e) {
    return Problem.failed(
            "engine.unusable",
            "the Docker Engine cannot be used",
            "see whether it runs (systemctl status docker) and whether this user may use it")
        .because(String.valueOf(e.getMessage()))
        .raise();
  }

  private static boolean reachable(@Nullable String host) {
    try {
      return EngineSetup.reachable(host);
    } catch (EngineException e) {
      throw unusable(e);
    }
  }

  private void say(String line) {
    session.terminal().err().println(Clean.line(line));
    session.terminal().err().flush();
  }
}
