package steading.daemon;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import steading.apply.Journal.JobRun;
import steading.engine.ContainerSeen;
import steading.engine.Engine;
import steading.engine.Engine.ExecSession;
import steading.engine.Engine.ExecSpec;
import steading.engine.Engine.LogQuery;
import steading.engine.EngineException;
import steading.plan.Labels;
import steading.problem.Problem;
import steading.recipe.Shown;

/** The verbs that carry what programs read and write: logs, exec, run. */
final class StreamVerbs {
  private static final Logger LOG = System.getLogger(StreamVerbs.class.getName());
  private static final Pattern USER =
      Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,63})?");

  /** Linux takes no longer one, its end included. */
  private static final int LONGEST_WORD = (128 << 10) - 1;

  private final Steading steading;

  StreamVerbs(Steading steading) {
    this.steading = steading;
  }

  List<Verb<?>> list() {
    return List.of(
        new Verb<>("logs", Requests.Logs.class, this::logs),
        new Verb<>("exec", Requests.Exec.class, this::exec),
        new Verb<>("run", Requests.Run.class, this::run));
  }

  private List<ContainerSeen> containers(String app, @Nullable String service) {
    steading.store().require(app);
    List<ContainerSeen> own =
        steading.holdings().containers(app).stream()
            .filter(c -> c.label(Labels.TASK).isEmpty())
            .sorted(Comparator.comparing(ContainerSeen::name))
            .toList();
    if (service == null) {
      return own;
    }
    List<ContainerSeen> mine =
        own.stream().filter(c -> c.label(Labels.SERVICE).equals(service)).toList();
    if (mine.isEmpty()) {
      throw LookVerbs.noService(
          app, service, own.stream().map(c -> c.label(Labels.SERVICE)).distinct().toList());
    }
    return mine;
  }

  /** Empty for a container that is being removed while its log is asked for, as in a deploy. */
  private Optional<Engine.LogStream> open(ContainerSeen seen, LogQuery query, LogLines lines) {
    try {
      return Optional.of(steading.engine().logs(seen.name(), query, lines));
    } catch (EngineException e) {
      if (e.reason() == EngineException.Reason.NOT_FOUND
          || e.reason() == EngineException.Reason.CONFLICT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Map<String, Object> logs(Requests.Logs request, Conversation conversation) {
    Instant since = request.since() == null ? null : since(request.since());
    LogQuery query = new LogQuery(request.follow(), request.tail(), since, request.timestamps());
    List<Engine.LogStream> streams = new ArrayList<>();
    List<LogLines> sinks = new ArrayList<>();
    for (ContainerSeen seen : containers(request.name(), request.service())) {
      LogLines lines = new LogLines(seen.label(Labels.SERVICE), request.timestamps(), conversation);
      sinks.add(lines);
      open(seen, query, lines).ifPresent(streams::add);
    }
    conversation.onGone(() -> streams.forEach(Engine.LogStream::close));
    for (Engine.LogStream stream : streams) {
      try (stream) {
        stream.await();
      }
    }
    sinks.forEach(LogLines::end);
    return Map.of();
  }

  /**
   * A moment, or how long ago: {@code 2026-01-31T12:00:00Z}, {@code 90s}, {@code 15m}, {@code 2h},
   * {@code 3d}.
   */
  private Instant since(String text) {
    try {
      return switch (text.isEmpty() ? ' ' : text.charAt(text.length() - 1)) {
        case 's', 'm', 'h' -> steading.clock().instant().minus(Duration.parse("PT" + text));
        case 'd' -> steading.clock().instant().minus(Duration.parse("P" + text));
        default -> Instant.parse(text);
      };
    } catch (DateTimeException | ArithmeticException e) {
      // Also a span that reaches back before the beginning of time.
      throw Problem.usage(
              "logs.since",
              "--since does not understand " + Shown.quoted(text),
              "write 90s, 15m, 2h, 3d or 2026-01-31T12:00:00Z")
          .raise();
    }
  }

  private Map<String, Object> exec(Requests.Exec request, Conversation conversation) {
    check(request);
    ContainerSeen seen =
        containers(request.name(), request.service()).stream()
            .filter(ContainerSeen::running)
            .findFirst()
            .orElseThrow(() ->
                Problem.failed(
                        "service.not-running",
                        request.name() + "/" + request.service() + " is not running",
                        "start it with `stead apply " + request.name() + "`")
                    .raise());
    ExecSpec spec =
        new ExecSpec(
            request.command(), Map.of(), request.user(), null, request.tty(), request.stdin());
    try (ExecSession session = steading.engine().exec(seen.name(), spec, conversation::output)) {
      conversation.onGone(session::close);
      if (request.tty()) {
        session.resize(request.columns(), request.rows());
      }
      Thread.ofVirtual().start(() -> feed(session, conversation));
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("exitCode", session.await());
      return result;
    }
  }

  /** What the kernel or the Engine would refuse in words of their own. */
  private static void check(Requests.Exec request) {
    if (request.command().isEmpty() || request.command().getFirst().isEmpty()) {
      throw Problem.usage("exec.no-command", "there is no command to run", "give it after --")
          .raise();
    }
    for (String word : request.command()) {
      if (word.indexOf('\0') >= 0 || bytes(word) > LONGEST_WORD) {
        throw Problem.usage(
                "exec.bad-argument",
                Shown.quoted(word) + " cannot be an argument of a program",
                "leave out the null character, or hand long text over as the command's input")
            .raise();
      }
    }
    String user = request.user();
    if (user != null && !USER.matcher(user).matches()) {
      throw Problem.usage(
              "exec.bad-user",
              Shown.quoted(user) + " cannot be a user",
              "give a name or a number, with a group if need be, such as www-data or 1000:1000")
          .raise();
    }
  }

  private static int bytes(String word) {
    return word.getBytes(StandardCharsets.UTF_8).length;
  }

  private static void feed(ExecSession session, Conversation conversation) {
    try {
      for (Conversation.Input input = conversation.next();
          input != null;
          input = conversation.next()) {
        switch (input) {
          case Conversation.Input.Bytes bytes -> session.stdin(bytes.data());
          case Conversation.Input.Resize size -> session.resize(size.columns(), size.rows());
        }
      }
      session.endStdin();
    } catch (EngineException e) {
      LOG.log(Level.DEBUG, "the command ended before its input did", e);
    }
  }

  private Object run(Requests.Run request, Conversation conversation) {
    String job = Objects.requireNonNullElse(request.job(), "");
    steading.store().require(request.name());
    JobRun run = steading.jobs().run(request.name(), job, conversation::output);
    return new Views.JobRun(
        job, run.exitCode(), Duration.between(run.started(), run.finished()).toMillis());
  }
}
