package steading.daemon;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import steading.app.App;
import steading.app.Clones;
import steading.app.LoadedApp;
import steading.app.Overlays;
import steading.app.Revision;
import steading.apply.Journal.JobRun;
import steading.apply.Targets;
import steading.capsule.Timetable;
import steading.compose.Service;
import steading.daemon.Views.AdminView;
import steading.daemon.Views.AppInfo;
import steading.daemon.Views.BackupPlan;
import steading.daemon.Views.JobView;
import steading.daemon.Views.OverlayView;
import steading.daemon.Views.ServiceView;
import steading.daemon.Views.SettingView;
import steading.daemon.Views.VolumeView;
import steading.engine.ContainerSeen;
import steading.gateway.CertificateRow;
import steading.plan.Desired.VolumeWanted;
import steading.plan.DesiredBuilder;
import steading.plan.Labels;
import steading.problem.ProblemException;
import steading.recipe.Recipe;
import steading.recipe.Schedule;

/** Everything about an app that one would hand to a colleague. */
final class AppInfos {
  private final Steading steading;
  private final AppStates states;

  AppInfos(Steading steading, AppStates states) {
    this.steading = steading;
    this.states = states;
  }

  AppInfo of(String name, boolean secrets) {
    App app = steading.store().load(name);
    LoadedApp loaded = steading.loader().load(app);
    Recipe recipe = loaded.recipe();
    List<ContainerSeen> own = own(name);
    AppStates.Word word = states.word(app, own);
    Optional<Revision> applied = steading.store().applied(name);
    Optional<String> clone = Clones.source(steading.home(), name);
    return new AppInfo(
        name,
        recipe.name(),
        recipe.title(),
        recipe.description(),
        app.version(),
        word.state(),
        word.detail(),
        Objects.requireNonNullElse(loaded.url(), ""),
        app.hosts(),
        admin(loaded, secrets),
        recipe.links(),
        services(loaded, own, applied),
        settings(app, recipe),
        app.plugins(),
        List.copyOf(app.grants()),
        secrets ? steading.secrets().all(name) : Map.of(),
        volumes(loaded),
        overlays(loaded),
        jobs(name, recipe, clone.isPresent()),
        dns(app, recipe),
        certificate(app),
        "stead logs " + name + " -f",
        applied.map(Revision::number).orElse(0),
        applied.map(r -> r.when() + " by " + r.by() + ": " + r.why()).orElse(null),
        steading.capsules().drills().last(name).map(DrillVerb::view).orElse(null),
        steading.capsules().risks().of(name),
        backups(name),
        clone.orElse(null),
        next(name));
  }

  private static List<String> next(String app) {
    return List.of(
        "stead logs " + app + " -f", "stead set " + app + " KEY=VALUE", "stead restart " + app);
  }

  private List<BackupPlan> backups(String app) {
    try {
      Timetable timetable = steading.capsules().timetable();
      return timetable.of(app).stream()
          .map(each ->
              new BackupPlan(
                  each.repository(),
                  each.words(),
                  each.zone().getId(),
                  each.keep().text(),
                  timetable.next(each).map(Object::toString).orElse(null),
                  Optional.ofNullable(timetable.past(each).good())
                      .map(Object::toString)
                      .orElse(null)))
          .toList();
    } catch (ProblemException e) {
      // What is wrong stands among the risks.
      return List.of();
    }
  }

  private List<ContainerSeen> own(String app) {
    return steading.holdings().containers(app).stream()
        .filter(c -> c.label(Labels.TASK).isEmpty())
        .toList();
  }

  private @Nullable AdminView admin(LoadedApp loaded, boolean secrets) {
    Recipe.Admin admin = loaded.admin();
    if (admin == null) {
      return null;
    }
    String password =
        secrets
            ? steading.secrets().get(loaded.app().name(), admin.passwordSecret()).orElse(null)
            : null;
    return AdminViews.of(admin, loaded.url(), password);
  }

  private static List<ServiceView> services(
      LoadedApp loaded, List<ContainerSeen> own, Optional<Revision> applied) {
    List<ServiceView> views = new ArrayList<>();
    for (Service service : DesiredBuilder.active(loaded.project()).values()) {
      List<ContainerSeen> mine =
          own.stream().filter(c -> c.label(Labels.SERVICE).equals(service.name())).toList();
      ContainerSeen first = mine.isEmpty() ? null : mine.getFirst();
      String wanted = Targets.wanted(loaded.recipe(), service);
      views.add(
          new ServiceView(
              service.name(),
              loaded.recipe().role(service.name()).map(Recipe.Role::role).orElse(""),
              applied.map(r -> r.images().getOrDefault(wanted, wanted)).orElse(wanted),
              mine.size(),
              first == null ? absent(loaded.app(), service) : word(first.state()),
              first == null ? "none" : word(first.health()),
              first == null || first.startedAt() == null ? null : first.startedAt().toString(),
              mine.stream().map(ContainerSeen::name).toList()));
    }
    return views;
  }

  /** A service that only lends its place to tasks and jobs has no container, and misses none. */
  private static String absent(App app, Service service) {
    int wanted = app.scale().getOrDefault(service.name(), service.replicas());
    return wanted == 0 ? "idle" : "missing";
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static List<SettingView> settings(App app, Recipe recipe) {
    return recipe.settings().values().stream()
        .map(s ->
            new SettingView(
                s.name(),
                s.secret()
                    ? "(secret)"
                    : app.settings()
                        .getOrDefault(s.name(), Objects.requireNonNullElse(s.fallback(), "")),
                !app.settings().containsKey(s.name()),
                s.help()))
        .toList();
  }

  private List<VolumeView> volumes(LoadedApp loaded) {
    Map<String, List<String>> mountedAt = new LinkedHashMap<>();
    for (Service service : loaded.project().services().values()) {
      service.storage().mounts().stream()
          .filter(m -> m.source() != null)
          .forEach(m ->
              mountedAt
                  .computeIfAbsent(Objects.requireNonNull(m.source()), k -> new ArrayList<>())
                  .add(service.name() + ":" + m.target()));
    }
    return steading.targets().volumes(loaded).stream()
        .map((VolumeWanted v) ->
            new VolumeView(v.name(), v.real(), mountedAt.getOrDefault(v.name(), List.of())))
        .toList();
  }

  private List<JobView> jobs(String app, Recipe recipe, boolean held) {
    List<JobView> views = new ArrayList<>();
    for (Recipe.Job job : recipe.jobs()) {
      List<JobRun> runs = steading.journal().jobRuns(app, job.name(), 1);
      JobRun last = runs.isEmpty() ? null : runs.getFirst();
      views.add(
          new JobView(
              job.name(),
              job.schedule(),
              job.help(),
              last == null ? null : last.finished().toString(),
              last == null
                  ? null
                  : last.exitCode() == 0 ? "done" : "failed (exit code " + last.exitCode() + ")",
              held ? null : nextRun(job)));
    }
    return views;
  }

  private @Nullable String nextRun(Recipe.Job job) {
    return job.schedule() == null
        ? null
        : Schedule.parse(job.schedule())
            .flatMap(
                s -> s.after(ZonedDateTime.now(steading.clock().withZone(ZoneId.systemDefault()))))
            .map(Object::toString)
            .orElse(null);
  }

  private List<OverlayView> overlays(LoadedApp loaded) {
    return loaded.recipe().overlays().stream()
        .map(overlay ->
            new OverlayView(
                overlay.name(),
                Overlays.directory(steading.home(), loaded.app().name(), overlay).toString(),
                loaded.overlays().stream()
                    .filter(own -> own.overlay().equals(overlay.name()))
                    .map(Overlays.OwnFile::name)
                    .toList(),
                overlay.help()))
        .toList();
  }

  private static List<String> dns(App app, Recipe recipe) {
    return recipe.routes().stream()
        .flatMap(route -> route.hosts(app.hosts()).stream())
        .distinct()
        .filter(h -> !h.equals("localhost") && !h.endsWith(".localhost"))
        .map(h -> h + ". A <this server's address>")
        .toList();
  }

  private String certificate(App app) {
    if (app.hosts().isEmpty()) {
      return "none";
    }
    List<String> lines = new ArrayList<>();
    boolean internal = false;
    for (CertificateRow row : steading.certificates().rows()) {
      if (row.app().equals(app.name())) {
        internal |= row.source().equals("internal");
        if (!row.source().equals("internal") || row.alarming()) {
          lines.add(text(row));
        }
      }
    }
    if (internal || lines.isEmpty()) {
      lines.add("internal CA; its root: " + states.url(app) + ".well-known/steading/ca.crt");
    }
    return String.join("; ", lines);
  }

  private static String text(CertificateRow row) {
    String what =
        switch (row.source()) {
          case "acme", "files" ->
              row.host() + ": " + row.issuer() + ", " + row.daysLeft() + " days left";
          case "none" -> row.host() + ": " + (row.state().equals("off") ? "no encryption" : "none");
          default -> row.host() + ": waits for its own";
        };
    return row.alarming() && row.failure() != null
        ? what + " (WARNING: " + row.failure() + ")"
        : what;
  }
}
