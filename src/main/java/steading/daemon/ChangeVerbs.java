package steading.daemon;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import steading.app.App;
import steading.app.Doorkeeper;
import steading.app.Names;
import steading.app.Tls;
import steading.apply.Deployer;
import steading.apply.Deployer.Draft;
import steading.apply.Deployer.Origin;
import steading.daemon.Conversation.Caller;
import steading.daemon.Views.Done;
import steading.plan.Plan;
import steading.problem.Exit;
import steading.problem.Problem;
import steading.problem.ProblemException;
import steading.problem.Problems;
import steading.recipe.Recipe;
import steading.recipe.Shown;

/**
 * The verbs that change an app: each writes its file, shows the plan, asks where it must, and
 * applies.
 */
final class ChangeVerbs {
  private static final String BACKUP = "backup.";

  private final Steading steading;
  private final GrantChanges grants;

  ChangeVerbs(Steading steading) {
    this.steading = steading;
    this.grants = new GrantChanges(steading.store());
  }

  List<Verb<?>> list() {
    return List.of(
        new Verb<>("install", Requests.Install.class, this::install),
        new Verb<>("apply", Requests.Apply.class, this::apply),
        new Verb<>("plan", Requests.Plan.class, (r, c) -> plan(r)),
        new Verb<>("set", Requests.Set.class, this::set),
        new Verb<>(
            "maintenance",
            Requests.Maintenance.class,
            (r, c) ->
                change(
                    r.name(),
                    a -> a.withFront(a.front().withMaintenance(r.on(), r.message())),
                    true,
                    c)),
        new Verb<>("scale", Requests.Scale.class, this::scale),
        new Verb<>(
            "start",
            Requests.Start.class,
            (r, c) -> change(r.name(), a -> a.withRunning(true), true, c)),
        new Verb<>(
            "stop",
            Requests.Stop.class,
            (r, c) -> change(r.name(), a -> a.withRunning(false), true, c)),
        new Verb<>("restart", Requests.Restart.class, this::restart));
  }

  private Done install(Requests.Install request, Conversation conversation) {
    App app = newApp(request);
    try (Locks.Hold _ = steading.locks().take(app.name(), conversation.caller())) {
      if (steading.store().exists(app.name())) {
        throw exists(app.name());
      }
      steading.store().refuseTrashed(app.name());
      Draft draft = GrantChanges.beforeInstall(() -> steading.deployer().draft(app));
      Machine.of(steading.engine()).refuseIfTooSmall(draft.target().loaded().recipe());
      return carryOut(draft, request.apply(), conversation);
    }
  }

  static ProblemException exists(String name) {
    return Problem.usage(
            "app.exists",
            "there is an app named \"" + name + "\" already",
            "choose another name, or change that app with `stead set " + name + " …`")
        .raise();
  }

  private App newApp(Requests.Install request) {
    Problems problems = new Problems();
    Names.app(request.name(), problems);
    List<String> hosts = request.hosts().stream().map(h -> Names.host(h, null, problems)).toList();
    Set<String> grants = GrantChanges.read(request.grants(), problems);
    Recipe recipe = steading.catalog().find(request.recipe(), problems).orElse(null);
    problems.raiseIfAny();
    String version =
        request.version() != null
            ? request.version()
            : Objects.requireNonNull(recipe).newest().version();
    App app =
        new App(
            request.name(),
            request.recipe(),
            version,
            hosts,
            request.email(),
            Map.of(),
            Map.of(),
            Map.of(),
            grants,
            true);
    return withValues(app, request.settings());
  }

  private Object apply(Requests.Apply request, Conversation conversation) {
    if (request.name() != null) {
      return applyOne(request.name(), conversation);
    }
    return steading.store().names().stream().map(n -> applyOne(n, conversation)).toList();
  }

  private Done applyOne(String name, Conversation conversation) {
    try (Locks.Hold _ = steading.locks().take(name, conversation.caller())) {
      Draft draft = steading.deployer().draft(steading.store().load(name));
      List<String> opens = grants.opened(draft.app());
      if (draft.plan().empty() && opens.isEmpty()) {
        steading.deployer().deploy(draft, origin(conversation.caller()), new Telling(conversation));
        return done(draft, false, name + ": nothing to do");
      }
      show(draft.plan(), opens, conversation);
      steading.deployer().deploy(draft, origin(conversation.caller()), new Telling(conversation));
      return done(draft, true, name + " is as app.yaml says");
    }
  }

  private List<Views.PlanView> plan(Requests.Plan request) {
    List<String> names =
        request.name() != null ? List.of(request.name()) : steading.store().names();
    return names.stream()
        .map(n -> steading.deployer().draft(steading.store().load(n)))
        .map(draft -> PlanViews.of(draft.plan(), grants.opened(draft.app())))
        .toList();
  }

  private Done set(Requests.Set request, Conversation conversation) {
    Map<String, String> values = new TreeMap<>(request.values());
    Map<String, String> passwords = new TreeMap<>();
    values
        .keySet()
        .removeIf(key -> {
          boolean password = key.startsWith(Doorkeeper.PREFIX);
          if (password) {
            passwords.put(key.substring(Doorkeeper.PREFIX.length()), request.values().get(key));
          }
          return password;
        });
    return change(
        request.name(),
        app -> {
          if (!passwords.isEmpty()) {
            steading.loader().keepPasswords(app, passwords);
          }
          return GrantChanges.applied(withValues(app, values), request.grants(), request.unset());
        },
        request.apply(),
        conversation);
  }

  /** Besides the recipe's settings there are {@code host}, {@code tls} and {@code backup.…}. */
  private static App withValues(App app, Map<String, String> values) {
    Map<String, String> settings = new TreeMap<>(app.settings());
    App changed = app;
    for (Map.Entry<String, String> value : values.entrySet()) {
      if (value.getKey().equals("host")) {
        Problems problems = new Problems();
        List<String> hosts =
            List.of(value.getValue().split(",", -1)).stream()
                .map(h -> Names.host(h.strip(), null, problems))
                .toList();
        problems.raiseIfAny();
        changed = changed.withHosts(hosts);
      } else if (value.getKey().equals("tls")) {
        changed = changed.withTls(tls(value.getValue()));
      } else if (value.getKey().startsWith(BACKUP)) {
        String path = value.getKey().substring(BACKUP.length());
        changed = changed.withBackup(changed.backup().with(path, value.getValue()));
      } else {
        settings.put(value.getKey(), value.getValue());
      }
    }
    return changed.withSettings(settings);
  }

  private static @Nullable Tls tls(String word) {
    return word.isEmpty()
        ? null
        : Tls.of(word)
            .orElseThrow(() ->
                Problem.usage(
                        "tls.unknown",
                        Shown.quoted(word) + " is no place that certificates come from",
                        "write one of " + String.join(", ", Tls.words()))
                    .raise());
  }

  private Done scale(Requests.Scale request, Conversation conversation) {
    return change(
        request.name(),
        app -> {
          Map<String, Integer> scale = new LinkedHashMap<>(app.scale());
          scale.putAll(request.services());
          return app.withScale(scale);
        },
        request.apply(),
        conversation);
  }

  private Done change(
      String name, UnaryOperator<App> change, boolean apply, Conversation conversation) {
    try (Locks.Hold _ = steading.locks().take(name, conversation.caller())) {
      Draft draft = steading.deployer().draft(change.apply(steading.store().load(name)));
      return carryOut(draft, apply, conversation);
    }
  }

  Done carryOut(Draft draft, boolean apply, Conversation conversation) {
    App app = draft.app();
    draft.target().loaded().warnings().forEach(w -> conversation.note(w.text()));
    List<String> opens = grants.opened(app);
    if (!draft.plan().empty() || !opens.isEmpty()) {
      conversation.plan(PlanViews.of(draft.plan(), opens));
    }
    if (!apply) {
      steading.deployer().write(app);
      return done(draft, false, app.name() + ": written, not applied");
    }
    ask(draft.plan(), opens, conversation);
    steading.deployer().change(draft, origin(conversation.caller()), new Telling(conversation));
    return done(draft, true, app.name() + (app.running() ? " is up" : " is stopped"));
  }

  private Done restart(Requests.Restart request, Conversation conversation) {
    try (Locks.Hold _ = steading.locks().take(request.name(), conversation.caller())) {
      Deployer deployer = steading.deployer();
      steading.store().require(request.name());
      Draft draft = deployer.restart(request.name(), request.service());
      show(draft.plan(), grants.opened(draft.app()), conversation);
      deployer.deploy(draft, origin(conversation.caller()), new Telling(conversation));
      return done(draft, true, request.name() + " was restarted");
    }
  }

  private void show(Plan plan, List<String> opens, Conversation conversation) {
    conversation.plan(PlanViews.of(plan, opens));
    ask(plan, opens, conversation);
  }

  static void ask(Plan plan, List<String> opens, Conversation conversation) {
    List<String> prices = new ArrayList<>(opens.stream().map(GrantChanges::price).toList());
    prices.addAll(plan.destroys().isEmpty() ? plan.interrupts() : plan.destroys());
    if (!prices.isEmpty() && !conversation.confirm(String.join("; ", prices) + ". Go on?")) {
      throw new Problem("declined", Exit.FAILED, null, "nothing was changed", null, null).raise();
    }
  }

  static Origin origin(Caller caller) {
    return new Origin(caller.user(), caller.command());
  }

  private Done done(Draft draft, boolean applied, String text) {
    App app = draft.app();
    @Nullable String url = draft.target().loaded().url();
    Recipe.Admin admin = draft.target().loaded().admin();
    return new Done(
        app.name(),
        applied,
        text,
        url,
        admin == null ? null : AdminViews.of(admin, url, null),
        applied
            ? List.of("stead info " + app.name() + (admin == null ? "" : " --secrets"))
            : List.of());
  }
}
