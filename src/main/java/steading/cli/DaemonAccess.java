package steading.cli;

import org.jspecify.annotations.Nullable;
import steading.daemon.control.ControlClient;
import steading.daemon.control.DaemonLauncher;
import steading.problem.Problem;

/** Finds the daemon of the home, and starts it when it is not running. */
final class DaemonAccess {
  static final String MAIN = "steading.cli.Main";

  private final Session session;

  DaemonAccess(Session session) {
    this.session = session;
  }

  ControlClient connect() {
    ControlClient client = running();
    if (client != null) {
      return client;
    }
    new EngineReady(session).ensure();
    launcher().start();
    ControlClient started = running();
    if (started == null) {
      throw Problem.failed("daemon.start", "the daemon ended again", "see " + session.home().log())
          .raise();
    }
    return started;
  }

  @Nullable ControlClient running() {
    return ControlClient.connect(session.home().socket());
  }

  DaemonLauncher launcher() {
    return new DaemonLauncher(
        session.home().directory(), session.home().socket(), session.home().log(), MAIN);
  }
}
