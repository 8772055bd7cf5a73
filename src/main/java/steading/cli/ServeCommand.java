package steading.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import steading.app.HomeStore;
import steading.daemon.Daemon;
import steading.daemon.control.DaemonLock;
import steading.daemon.control.Json;
import steading.engine.EngineException;
import steading.problem.Exit;
import steading.problem.Problem;

/** Runs the daemon, or sends it into the background, or ends it. */
final class ServeCommand extends Command {
  private final Parameter detach = flag("Run in the background; return once it is up.", "--detach");
  private final Parameter stop = flag("End the running daemon. The apps go on.", "--stop");

  ServeCommand() {
    super("serve", "Run the daemon. Commands start it by themselves.");
    examples("stead serve --detach", "stead serve --stop");
  }

  @Override
  int run(Session session) {
    if (detach.on() && stop.on()) {
      throw Problem.usage("usage", "--detach and --stop exclude each other", "give one of them")
          .raise();
    }
    if (stop.on()) {
      return stop(session);
    }
    if (detach.on()) {
      return detach(session);
    }
    return serve(session);
  }

  private static int serve(Session session) {
    Map<String, String> environment = new HashMap<>(session.terminal().environment());
    environment.put("STEADING_HOME", session.home().directory().toString());
    try {
      Daemon.serve(HomeStore.open(environment), Version.current());
    } catch (EngineException e) {
      throw EngineReady.unusable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Exit.DONE.code();
  }

  private static int detach(Session session) {
    new DaemonAccess(session).connect().close();
    Optional<ProcessHandle> process = DaemonLock.holder(session.home().socket());
    long pid = process.map(ProcessHandle::pid).orElse(0L);
    return say(session, true, pid, "The daemon runs as process " + pid + ".");
  }

  private static int stop(Session session) {
    boolean stopped = new DaemonAccess(session).launcher().stop(session.caller());
    return say(
        session,
        false,
        0,
        stopped ? "The daemon has ended. The apps go on." : "No daemon was running.");
  }

  private static int say(Session session, boolean running, long pid, String text) {
    return session.answer(
        Json.object().put("running", running).put("pid", pid), (value, page) -> page.line(text));
  }
}
