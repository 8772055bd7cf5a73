package steading.gateway;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import steading.engine.ContainerSeen;
import steading.engine.ContainerSeen.State;
import steading.engine.Engine;
import steading.engine.Engine.ExecResult;
import steading.engine.EngineException;
import steading.plan.Probe;

/**
 * Asks an app's container from inside the gateway's, as requests will come to it: in the same
 * network, by the same name, at the same port.
 */
final class Asking {
  /** People would not wait longer for a page either. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Duration MARGIN = Duration.ofSeconds(30);
  private static final int TIMED_OUT = 124;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5]\\d\\d)( .*)?");

  /** The gateway's image has no HTTP client, but a shell that opens connections. */
  private static final String SCRIPT =
      """
      exec 3<>"/dev/tcp/$1/$2" || exit 1
      [ -n "$3" ] || exit 0
      printf 'GET %s HTTP/1.1\\r\\nHost: %s\\r\\nUser-Agent: Steading-Probe\\r\\nAccept: */*\\r\\nX-Forwarded-Proto: https\\r\\nX-Forwarded-Host: %s\\r\\nConnection: close\\r\\n\\r\\n' "$3" "$4" "$4" >&3
      IFS= read -r -n 200 line <&3
      printf '%s\\n' "$line"
      """;

  private final Engine engine;
  private final String gateway;

  Asking(Engine engine, String gateway) {
    this.engine = engine;
    this.gateway = gateway;
  }

  /** What is wrong with the answer; empty when it is as it should be. */
  Optional<String> ask(Probe probe) {
    Optional<ContainerSeen> seen = engine.container(probe.container());
    if (seen.isEmpty() || !seen.get().running()) {
      return Optional.of(probe.url() + ": the container does not run");
    }
    try {
      return judged(probe, engine.execAndWait(gateway, spec(probe), PATIENCE.plus(MARGIN)))
          .map(trouble -> probe.url() + ": " + trouble);
    } catch (EngineException e) {
      if (e.reason() == EngineException.Reason.UNREACHABLE) {
        throw e;
      }
      return Optional.of("the gateway cannot ask: " + e.text());
    }
  }

  /** Whether it is of no use to ask it again. */
  boolean gone(Probe probe) {
    return engine
        .container(probe.container())
        .filter(seen -> seen.state() != State.EXITED && seen.state() != State.DEAD)
        .isEmpty();
  }

  private static Engine.ExecSpec spec(Probe probe) {
    return Engine.ExecSpec.of(
        "timeout",
        String.valueOf(PATIENCE.toSeconds()),
        "bash",
        "-c",
        SCRIPT,
        "probe",
        probe.container(),
        String.valueOf(probe.port()),
        probe.path() == null ? "" : probe.path(),
        probe.host());
  }

  static Optional<String> judged(Probe probe, ExecResult result) {
    if (result.code() == TIMED_OUT) {
      return Optional.of("no answer within " + PATIENCE.toSeconds() + " s");
    }
    if (result.code() != 0) {
      return Optional.of(lastReason(result.stderr()));
    }
    if (probe.path() == null) {
      return Optional.empty();
    }
    String line = result.stdout().strip();
    Matcher status = STATUS.matcher(line);
    if (!status.matches()) {
      return Optional.of(
          line.isEmpty()
              ? "the connection was closed without an answer"
              : "what came is no answer of HTTP/1.1");
    }
    int code = Integer.parseInt(status.group(1));
    return probe.accepts(code)
        ? Optional.empty()
        : Optional.of("status " + code + (probe.strict() ? ", where 200 to 399 is well" : ""));
  }

  /** The shell's words end in the system's: {@code …: Connection refused}. */
  private static String lastReason(String said) {
    List<String> lines = said.strip().lines().toList();
    if (lines.isEmpty()) {
      return "no connection";
    }
    String last = lines.getLast();
    return last.substring(last.lastIndexOf(": ") < 0 ? 0 : last.lastIndexOf(": ") + 2)
        .toLowerCase(Locale.ROOT);
  }
}
