package steading.daemon.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import steading.daemon.Conversation.Caller;
import steading.daemon.Requests;
import steading.problem.Exit;
import steading.problem.Problem;
import steading.problem.ProblemException;

/** Starts the daemon of a home in the background, waits for it, and stops it. */
public final class DaemonLauncher {
  private static final long START_SECONDS = 20;
  private static final long STOP_SECONDS = 30;
  private static final long TERMINATE_SECONDS = 10;
  private static final long LOOK_MILLISECONDS = 25;

  private final Path home;
  private final Path socket;
  private final Path log;
  private final String mainClass;
  private final Map<String, String> environment;

  /**
   * @param mainClass whose {@code serve} runs the daemon
   */
  public DaemonLauncher(Path home, Path socket, Path log, String mainClass) {
    this(home, socket, log, mainClass, Map.of());
  }

  /**
   * @param environment wins over what this process has, for a daemon that is not systemd's
   */
  public DaemonLauncher(
      Path home, Path socket, Path log, String mainClass, Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
    this.home = home;
    this.socket = socket;
    this.log = log;
    this.mainClass = mainClass;
  }

  /** Returns once the daemon answers. When two start it at once, one daemon wins for both. */
  public void start() {
    DaemonLog lines = new DaemonLog(log);
    List<String> command = DaemonCommand.of(mainClass, home);
    try {
      long from = lines.prepare();
      if (SystemdUnit.applies(home)) {
        SystemdUnit.start(command, log, System.getenv());
        await(null, lines, from);
      } else {
        await(detached(command), lines, from);
      }
    } catch (IOException e) {
      throw Problem.failed(
              "daemon.start",
              "cannot start the daemon of " + home,
              "run as a user who may write there, or choose another home with STEADING_HOME")
          .because(String.valueOf(e.getMessage()))
          .raise();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.failed("interrupted", "interrupted", "run it again").raise();
    }
  }

  /** Returns once the process is gone; false when none was running. */
  public boolean stop(Caller caller) {
    Optional<ProcessHandle> process = DaemonLock.holder(socket);
    if (process.isEmpty()) {
      return false;
    }
    if (SystemdUnit.installed(home)) {
      SystemdUnit.stop();
    } else {
      ask(caller);
    }
    if (!ended(process.get(), STOP_SECONDS)) {
      process.get().destroy();
    }
    if (!ended(process.get(), TERMINATE_SECONDS)) {
      throw Problem.failed(
              "daemon.stop",
              "the daemon (process " + process.get().pid() + ") does not end",
              "see " + log + " for what it is doing")
          .raise();
    }
    return true;
  }

  private void ask(Caller caller) {
    try (ControlClient client = ControlClient.connect(socket)) {
      if (client == null) {
        DaemonLock.holder(socket).ifPresent(ProcessHandle::destroy);
      } else {
        client.ask(new Requests.Shutdown(), caller, new Silent());
      }
    } catch (ProblemException e) {
      // A daemon that ends at once may not get to say so; its process tells.
      if (!e.problems().getFirst().code().equals("daemon.lost")) {
        throw e;
      }
    }
  }

  private static boolean ended(ProcessHandle process, long seconds) {
    try {
      process.onExit().get(seconds, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot wait for process " + process.pid(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Process detached(List<String> command) throws IOException {
    List<String> words = new ArrayList<>(List.of("setsid"));
    words.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(new File("/"))
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    return builder.start();
  }

  private void await(@Nullable Process process, DaemonLog lines, long from)
      throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    CountDownLatch never = new CountDownLatch(1);
    while (!ControlClient.answers(socket)) {
      boolean dead =
          process == null
              ? never.await(LOOK_MILLISECONDS, TimeUnit.MILLISECONDS)
              : process.waitFor(LOOK_MILLISECONDS, TimeUnit.MILLISECONDS)
                  && process.exitValue() != Exit.BUSY.code();
      if (dead) {
        throw dead("the daemon ended as soon as it was started", lines.tail(from));
      }
      if (process != null && !process.isAlive()) {
        // Another daemon holds the home and is about to answer.
        never.await(LOOK_MILLISECONDS, TimeUnit.MILLISECONDS);
      }
      if (System.nanoTime() > deadline) {
        throw dead("the daemon did not answer within " + START_SECONDS + " s", lines.tail(from));
      }
    }
  }

  private RuntimeException dead(String what, String lastLines) {
    return Problem.failed("daemon.start", what, "see " + log)
        .because(lastLines.isBlank() ? "It left no word" : "Its last words:\n" + lastLines + "\n")
        .raise();
  }

  private static final class Silent implements ControlClient.Listener {
    @Override
    public void note(String text) {}

    @Override
    public void progress(JsonNode progress) {}

    @Override
    public void plan(JsonNode plan) {}

    @Override
    public boolean ask(String question) {
      return false;
    }

    @Override
    public void output(boolean stderr, byte[] chunk) {}
  }
}
