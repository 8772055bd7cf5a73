package steading.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import steading.daemon.Conversation;
import steading.daemon.Requests;
import steading.daemon.Verb;
import steading.daemon.Views;
import steading.daemon.control.ControlServer;
import steading.daemon.control.VerbName;
import steading.problem.Exit;
import steading.problem.Problem;

/**
 * A daemon on a real socket that knows one app, {@code tickets}, and remembers what it was asked.
 */
final class FakeDaemon implements AutoCloseable {
  final List<Object> asked = new ArrayList<>();
  private final List<Verb<?>> verbs = new ArrayList<>();
  private final Path home;
  private final ControlServer server;

  FakeDaemon(Path home) {
    this.home = home;
    verb(Requests.Install.class, (r, c) -> done(c));
    verb(Requests.Apply.class, (r, c) -> done(c));
    verb(Requests.Set.class, (r, c) -> done(c));
    verb(Requests.Scale.class, (r, c) -> done(c));
    verb(Requests.Start.class, (r, c) -> done(c));
    verb(Requests.Stop.class, (r, c) -> done(c));
    verb(Requests.Restart.class, (r, c) -> done(c));
    verb(Requests.Restore.class, (r, c) -> done(c));
    verb(Requests.Remove.class, FakeDaemon::remove);
    verb(Requests.Plan.class, (r, c) -> List.of(plan(r.name() == null)));
    verb(Requests.Ls.class, (r, c) -> List.of(Samples.ROW));
    verb(Requests.Info.class, (r, c) -> info(r.name()));
    verb(Requests.Logs.class, (r, c) -> logs(c));
    verb(Requests.Exec.class, (r, c) -> exec(c));
    verb(Requests.Run.class, (r, c) -> new Views.JobRun("cron", 3, 1500));
    verb(
        Requests.Gc.class,
        (r, c) -> new Views.GcView(List.of("image a:1"), List.of(), 1_500_000, true));
    verb(
        Requests.Doctor.class,
        (r, c) -> List.of(new Views.Finding("disk", "error", "full\n  of \u202elogs", "x")));
    verb(Requests.Recipes.class, (r, c) -> List.of());
    verb(Requests.ImageLs.class, (r, c) -> List.of());
    server = new ControlServer(home.resolve("run/control.sock"), home.resolve("log/d.log"), verbs);
    server.start();
  }

  /** The words of a command line, on this daemon's home. */
  Ran run(String... words) {
    return type("", words);
  }

  Ran type(String input, String... words) {
    List<String> all = new ArrayList<>(List.of("--home", home.toString()));
    all.addAll(List.of(words));
    return Ran.with(input, all.toArray(new String[0]));
  }

  @Override
  public void close() {
    server.close();
  }

  private <A> void verb(Class<A> request, Verb.Action<A> action) {
    verbs.add(
        new Verb<>(
            VerbName.of(request),
            request,
            (arguments, conversation) -> {
              asked.add(arguments);
              return action.run(arguments, conversation);
            }));
  }

  private static Views.Done done(Conversation conversation) {
    conversation.plan(plan(true));
    for (Views.Progress.State state :
        List.of(Views.Progress.State.STARTED, Views.Progress.State.DONE)) {
      conversation.progress(new Views.Progress(1, 1, "tickets/web", "starting", state));
    }
    conversation.note("a note\u001b[2J");
    return new Views.Done(
        "tickets",
        true,
        "tickets is up",
        "https://tickets.example.org",
        new Views.AdminView("ann", "https://tickets.example.org/login", "pass"),
        List.of("stead info tickets"));
  }

  private static Views.PlanView plan(boolean changes) {
    return Samples.plan(changes);
  }

  private static Views.Done remove(Requests.Remove request, Conversation conversation) {
    boolean yes = conversation.confirm("Remove " + request.name() + "?");
    String text = yes ? "removed" : "kept";
    return new Views.Done(request.name(), yes, text, null, null, List.of());
  }

  private static Views.AppInfo info(String name) {
    if (!name.equals("tickets")) {
      throw new Problem(
              "app.not-found", Exit.NOT_FOUND, null, "no app " + name, null, "see stead ls")
          .raise();
    }
    return Samples.INFO;
  }

  private static Object logs(Conversation conversation) {
    String line =
        "{\"source\":\"web\",\"stderr\":false,\"text\":\"hi \\u001b]0;x\\u0007\\u001b[31mred\"}\n";
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    conversation.output(false, Arrays.copyOf(bytes, 10));
    conversation.output(false, Arrays.copyOfRange(bytes, 10, bytes.length));
    return Map.of();
  }

  private static Object exec(Conversation conversation) {
    for (Conversation.Input input = conversation.next();
        input != null;
        input = conversation.next()) {
      if (input instanceof Conversation.Input.Bytes bytes) {
        if (bytes.data()[0] == 4) {
          break;
        }
        conversation.output(false, bytes.data());
      }
    }
    conversation.output(true, "bye".getBytes(StandardCharsets.UTF_8));
    return new Views.ExecEnd(42);
  }
}
