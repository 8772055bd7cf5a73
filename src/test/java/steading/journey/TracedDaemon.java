package steading.journey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import steading.daemon.control.ControlClient;

/** The daemon with every program written down that it, or a child of it, executes. */
final class TracedDaemon {
  private static final Set<String> SHELLS =
      Set.of(
          "sh", "bash", "dash", "ash", "ksh", "zsh", "csh", "tcsh", "fish", "busybox", "perl",
          "python3", "env", "xargs", "eval", "su", "sudo", "script");
  private static final Pattern EXECUTED =
      Pattern.compile("execve(?:at)?\\((?:[-\\w]+, )?\"((?:[^\"\\\\]|\\\\.)*)\", (\\[.*)");

  private final Installation stead;
  private final Path trace;
  private final Path log;
  private final Process process;

  private TracedDaemon(Installation stead, Path trace, Path log, Process process) {
    this.stead = stead;
    this.trace = trace;
    this.log = log;
    this.process = process;
  }

  static TracedDaemon start(Installation stead, Path directory) {
    Path trace = directory.resolve("trace");
    List<String> strace =
        List.of(
            "strace",
            "-f",
            "--seccomp-bpf",
            "-e",
            "trace=execve,execveat",
            "-qq",
            "-s",
            "4096",
            "-o",
            trace.toString());
    Path log = directory.resolve("daemon.log");
    Process process = stead.beginUnder(strace, Map.of(), log, "serve");
    TracedDaemon daemon = new TracedDaemon(stead, trace, log, process);
    Installation.await("the traced daemon", Duration.ofSeconds(60), daemon::answers);
    return daemon;
  }

  /** What it wrote on its standard error, which is its log. */
  String said() {
    try {
      return Files.readString(log, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path socket() {
    return stead.home.resolve("run").resolve("control.sock");
  }

  private boolean answers() {
    try (ControlClient client = ControlClient.connect(socket())) {
      return client != null;
    }
  }

  /** Ends the daemon, after which the trace is whole. */
  void stop() {
    stead.stopDaemon();
    if (!ended()) {
      process.destroyForcibly();
      throw new AssertionError("the daemon does not end:\n" + said());
    }
  }

  private boolean ended() {
    try {
      return process.waitFor(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The executions so far, as strace writes them. */
  List<String> executed() {
    try {
      return Files.readAllLines(trace, StandardCharsets.ISO_8859_1).stream()
          .filter(line -> line.contains("execve"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those that are a shell, or are handed a program as text. */
  static List<String> shells(List<String> executed) {
    List<String> shells = new ArrayList<>();
    for (String line : executed) {
      Matcher matcher = EXECUTED.matcher(line);
      if (!matcher.find()
          || SHELLS.contains(Path.of(matcher.group(1)).getFileName().toString())
          || matcher.group(2).contains("\"-c\"")) {
        shells.add(line);
      }
    }
    return shells;
  }
}
