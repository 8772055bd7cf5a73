package steading.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import steading.app.Home;
import steading.cli.terminal.Clean;
import steading.cli.terminal.Terminal;
import steading.cli.view.Page;
import steading.cli.view.View;
import steading.daemon.Conversation.Caller;
import steading.daemon.control.ControlClient;
import steading.daemon.control.Json;
import steading.daemon.control.ProblemJson;
import steading.problem.Exit;
import steading.problem.Problem;

/** One run of a command: where it prints, what was said for every command, and its daemon. */
final class Session {
  private final Terminal terminal;
  private final Command command;
  private final Home home;

  Session(Terminal terminal, Command command) {
    this.terminal = terminal;
    this.command = command;
    this.home = home(terminal, command.home());
  }

  Terminal terminal() {
    return terminal;
  }

  /** Only the paths are known here: the settings are the daemon's business. */
  Home home() {
    return home;
  }

  boolean json() {
    return command.json();
  }

  /** Whether an Engine may be installed or started. */
  boolean setup() {
    return command.setup();
  }

  Page page() {
    return new Page(terminal.out(), terminal.outStyle(), terminal.outWidth());
  }

  /**
   * Asks the daemon, shows its answer, and ends with {@link Exit#DONE} unless there are problems.
   */
  int ask(Record request, View view) {
    return answer(request(request), view);
  }

  /** The answer alone, for a command that has more to do with it. */
  JsonNode request(Record request) {
    try (Narrator narrator = new Narrator(terminal)) {
      return request(request, narrator);
    }
  }

  JsonNode request(Record request, ControlClient.Listener listener) {
    try (ControlClient client = connect()) {
      return client.ask(request, caller(), listener);
    }
  }

  ControlClient connect() {
    return new DaemonAccess(this).connect();
  }

  int answer(JsonNode value, View view) {
    if (json()) {
      terminal.out().println(Json.pretty(value));
    } else {
      view.show(value, page());
    }
    return Exit.DONE.code();
  }

  Caller caller() {
    return new Caller(
        user(), ProcessHandle.current().pid(), command.words(), terminal.canAsk(), command.yes());
  }

  /** Tells problems in the form that was asked for. */
  static int tell(Terminal terminal, boolean json, List<Problem> problems) {
    JsonNode failure = ProblemJson.failure(problems);
    if (json) {
      terminal.out().println(Json.pretty(failure));
    } else {
      terminal.out().flush();
      for (Problem problem : problems) {
        // Indented, so that no line of somebody else's text looks like one of ours.
        String text = Clean.lines(problem.text()).replace("\n", "\n  ");
        terminal.err().println(terminal.errStyle().bad("stead:") + " " + text);
      }
    }
    return failure.path("exit").asInt();
  }

  private String user() {
    String behindSudo = terminal.environment().get("SUDO_USER");
    return behindSudo == null ? System.getProperty("user.name", "") : behindSudo;
  }

  private static Home home(Terminal terminal, @Nullable String option) {
    String said = terminal.environment().getOrDefault("STEADING_HOME", "");
    String usual = said.isEmpty() ? "/var/lib/steading" : said;
    String chosen = option == null ? usual : option;
    if (chosen.isBlank() || chosen.indexOf('\0') >= 0) {
      throw Problem.usage(
              "home.bad-path", "the home is not a path", "give --home a directory's path")
          .raise();
    }
    Path directory = Path.of(chosen).toAbsolutePath().normalize();
    return new Home(directory, "", 0, 0, null, directory);
  }
}
