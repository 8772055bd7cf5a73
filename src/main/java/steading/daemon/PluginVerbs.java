package steading.daemon;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import steading.app.App;
import steading.app.Plugins;
import steading.app.Plugins.Requirement;
import steading.apply.Journal.JobRun;
import steading.daemon.Views.Done;
import steading.engine.Engine;
import steading.problem.Nearest;
import steading.problem.Problem;
import steading.problem.ProblemException;
import steading.problem.Problems;
import steading.recipe.Recipe;
import steading.recipe.Shown;

/** Extending apps by packages: each becomes part of the images that the app is built into. */
final class PluginVerbs {
  /** The name under which the question for a version runs as a job. */
  private static final String ASKING = "plugin-version";

  private static final Duration ANSWER = Duration.ofMinutes(5);

  private final Steading steading;
  private final ChangeVerbs changes;

  PluginVerbs(Steading steading, ChangeVerbs changes) {
    this.steading = steading;
    this.changes = changes;
  }

  List<Verb<?>> list() {
    return List.of(
        new Verb<>("plugin-ls", Requests.PluginLs.class, (r, c) -> plugins(r.name())),
        new Verb<>("plugin-add", Requests.PluginAdd.class, this::add),
        new Verb<>("plugin-remove", Requests.PluginRemove.class, this::remove));
  }

  private List<Views.PluginRow> plugins(String name) {
    List<Views.PluginRow> rows = new ArrayList<>();
    steading
        .store()
        .load(name)
        .plugins()
        .forEach((plugin, version) -> rows.add(new Views.PluginRow(plugin, version)));
    return rows;
  }

  private Done add(Requests.PluginAdd request, Conversation conversation) {
    Problems problems = new Problems();
    Requirement asked = Plugins.requirement(request.plugin(), problems).orElse(null);
    problems.raiseIfAny();
    try (Locks.Hold _ = steading.locks().take(request.name(), conversation.caller())) {
      App app = steading.store().load(request.name());
      Requirement wanted = resolved(app, Objects.requireNonNull(asked), conversation);
      Map<String, String> plugins = new TreeMap<>(app.plugins());
      plugins.put(wanted.name(), Objects.requireNonNull(wanted.version()));
      return become(app.withPlugins(plugins), request.apply(), conversation);
    }
  }

  private Done remove(Requests.PluginRemove request, Conversation conversation) {
    try (Locks.Hold _ = steading.locks().take(request.name(), conversation.caller())) {
      App app = steading.store().load(request.name());
      Map<String, String> plugins = new TreeMap<>(app.plugins());
      if (plugins.remove(Plugins.canonical(request.plugin())) == null) {
        throw Problem.notFound(
                "plugin.not-there",
                app.name() + " has no plugin " + Shown.quoted(request.plugin()),
                Nearest.hint(request.plugin(), plugins.keySet(), "it has none"))
            .raise();
      }
      return become(app.withPlugins(plugins), request.apply(), conversation);
    }
  }

  private Done become(App app, boolean apply, Conversation conversation) {
    return changes.carryOut(steading.deployer().draft(app), apply, conversation);
  }

  /**
   * The requirement with the one version that is meant, so that a later build of the same file is
   * the same build. The app's own image asks: it has the tool, and knows its Python.
   */
  private Requirement resolved(App app, Requirement asked, Conversation conversation) {
    Recipe recipe = steading.loader().load(app).recipe();
    Recipe.Plugins plugins = recipe.plugins();
    if (plugins == null) {
      throw Problem.usage(
              "plugin.none",
              "the recipe " + recipe.name() + " takes no plugins",
              "see what it offers instead: stead info " + app.name())
          .raise();
    }
    conversation.note("Looking for " + asked);
    String answer = answer(app, plugins, asked);
    Requirement found = answer == null ? null : exact(answer);
    if (found == null || !found.name().equals(asked.name())) {
      throw Problem.failed(
              "plugin.unclear",
              "the recipe "
                  + recipe.name()
                  + " answered "
                  + Shown.quoted(String.valueOf(answer))
                  + " when asked for "
                  + asked,
              "name the version: stead plugin add " + app.name() + " " + asked.name() + "==…")
          .raise();
    }
    return found;
  }

  private @Nullable String answer(App app, Recipe.Plugins plugins, Requirement asked) {
    List<String> command = new ArrayList<>(plugins.resolve());
    command.add(asked.toString());
    Recipe.Job question =
        new Recipe.Job(ASKING, plugins.service(), command, null, ANSWER, plugins.help());
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    Engine.LogSink results =
        (stderr, chunk) -> {
          if (!stderr) {
            said.writeBytes(chunk);
          }
        };
    JobRun run = steading.jobs().ask(app.name(), question, results);
    if (run.exitCode() != 0) {
      throw unknown(asked, run.output());
    }
    return last(said.toString(StandardCharsets.UTF_8));
  }

  private static @Nullable Requirement exact(String answer) {
    return Plugins.requirement(answer, new Problems())
        .filter(found -> found.version() != null)
        .orElse(null);
  }

  private static @Nullable String last(String text) {
    return text.lines().filter(line -> !line.isBlank()).reduce((_, line) -> line).orElse(null);
  }

  private static ProblemException unknown(Requirement asked, String output) {
    String why = last(output);
    Problem problem =
        Problem.failed(
            "plugin.not-found",
            "the plugin " + asked + " cannot be had",
            "check its name and version at the package index, and that this machine reaches it");
    return (why == null ? problem : problem.because(why.strip())).raise();
  }
}
