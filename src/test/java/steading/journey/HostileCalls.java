package steading.journey;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import steading.daemon.Requests;

/** Every text that a verb takes, each with a way to put a word there and nowhere else. */
public final class HostileCalls {
  private final Map<String, Function<String, Record>> calls = new LinkedHashMap<>();

  /** Goes over the wire as the request of the same name, with a text where a number belongs. */
  public record Scale(String name, Map<String, String> services, boolean apply) {}

  private HostileCalls() {}

  static Map<String, Function<String, Record>> on(String app) {
    HostileCalls all = new HostileCalls();
    all.install();
    all.changes(app);
    all.removals();
    all.looks(app);
    all.streams(app);
    return all.calls;
  }

  private void install() {
    put("install recipe", word -> install(word, "fresh", "h.localhost", null, Map.of(), null));
    put("install name", word -> install("tiny", word, "h.localhost", null, Map.of(), null));
    put("install host", word -> install("tiny", "fresh", word, null, Map.of(), null));
    put("install version", word -> install("tiny", "fresh", "h.localhost", word, Map.of(), null));
    put(
        "install key",
        word -> install("tiny", "fresh", "h.localhost", null, Map.of(word, "x"), null));
    put(
        "install value",
        word -> install("tiny", "fresh", "h.localhost", null, Map.of("text", word), null));
    put("install email", word -> install("tiny", "fresh", "h.localhost", null, Map.of(), word));
  }

  private static Record install(
      String recipe,
      String name,
      String host,
      @Nullable String version,
      Map<String, String> settings,
      @Nullable String email) {
    return new Requests.Install(recipe, name, List.of(host), version, settings, email, false);
  }

  private void changes(String app) {
    put("plan name", Requests.Plan::new);
    put("apply name", Requests.Apply::new);
    put("start name", Requests.Start::new);
    put("stop name", Requests.Stop::new);
    put("set name", word -> new Requests.Set(word, Map.of("text", "x"), false));
    put("set key", word -> new Requests.Set(app, Map.of(word, "x"), false));
    put("set value", word -> new Requests.Set(app, Map.of("text", word), false));
    put("set host", word -> new Requests.Set(app, Map.of("host", word), false));
    put("scale name", word -> new Requests.Scale(word, Map.of("web", 1), false));
    put("scale service", word -> new Requests.Scale(app, Map.of(word, 1), false));
    put("scale count", word -> new Scale(app, Map.of("web", word), false));
    put("restart name", word -> new Requests.Restart(word, null));
    put("restart service", word -> new Requests.Restart(app, word));
  }

  private void removals() {
    put("remove name", word -> new Requests.Remove(word, false));
    put("purge name", word -> new Requests.Remove(word, true));
    put("restore name", Requests.Restore::new);
  }

  private void looks(String app) {
    put("info name", word -> new Requests.Info(word, false));
    put("info secrets of name", word -> new Requests.Info(word, true));
    put("recipes search", Requests.Recipes::new);
    put("doctor name", Requests.Doctor::new);
    put("run name", word -> new Requests.Run(word, "tidy"));
    put("run job", word -> new Requests.Run(app, word));
  }

  private void streams(String app) {
    put("logs name", word -> logs(word, null, null));
    put("logs service", word -> logs(app, word, null));
    put("logs since", word -> logs(app, "web", word));
    put("exec name", word -> exec(word, "web", null, "true"));
    put("exec service", word -> exec(app, word, null, "true"));
    put("exec user", word -> exec(app, "web", word, "true"));
    put("exec command", word -> exec(app, "web", null, word));
  }

  private static Record logs(String app, @Nullable String service, @Nullable String since) {
    return new Requests.Logs(app, service, false, 5, since, false);
  }

  static Requests.Exec exec(String app, String service, @Nullable String user, String... command) {
    return new Requests.Exec(app, service, List.of(command), false, false, user, 0, 0);
  }

  private void put(String what, Function<String, Record> call) {
    calls.put(what, call);
  }
}
