package steading.daemon;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import steading.app.App;
import steading.app.Clones;
import steading.app.Revision;
import steading.apply.Journal.Entry;
import steading.apply.Journal.Outcome;
import steading.daemon.Views.AppRow;
import steading.engine.ContainerSeen;
import steading.engine.ContainerSeen.Health;
import steading.engine.ContainerSeen.State;
import steading.plan.Labels;
import steading.problem.ProblemException;

/** One word for how an app is, and a few more for why. */
final class AppStates {
  private final Steading steading;

  AppStates(Steading steading) {
    this.steading = steading;
  }

  record Word(String state, @Nullable String detail) {}

  AppRow row(String name, List<ContainerSeen> all) {
    List<ContainerSeen> own =
        all.stream()
            .filter(c -> c.label(Labels.APP).equals(name) && c.label(Labels.TASK).isEmpty())
            .toList();
    long services = own.stream().map(c -> c.label(Labels.SERVICE)).distinct().count();
    long running =
        own.stream()
            .filter(ContainerSeen::running)
            .map(c -> c.label(Labels.SERVICE))
            .distinct()
            .count();
    try {
      App app = steading.store().load(name);
      Word word = word(app, own);
      String url = app.hosts().isEmpty() ? "" : url(app);
      return new AppRow(
          name,
          app.recipe(),
          app.version(),
          word.state(),
          url,
          app.hosts(),
          (int) services,
          (int) running,
          word.detail());
    } catch (ProblemException e) {
      return new AppRow(
          name,
          "",
          "",
          "broken file",
          "",
          List.of(),
          (int) services,
          (int) running,
          e.getMessage());
    }
  }

  String url(App app) {
    int port = steading.home().browserPort();
    return "https://" + app.serving().getFirst() + (port == 443 ? "" : ":" + port) + "/";
  }

  Word word(App app, List<ContainerSeen> own) {
    Optional<Locks.Holder> holder = steading.locks().holder(app.name());
    if (holder.isPresent()) {
      return new Word(
          "busy", "`" + holder.get().caller().command() + "` since " + holder.get().since());
    }
    Optional<Revision> applied = steading.store().applied(app.name());
    List<Entry> recent = steading.journal().recent(app.name(), 1);
    if (applied.isEmpty()) {
      return new Word("not applied", failure(recent));
    }
    if (!app.running()) {
      return own.stream().anyMatch(ContainerSeen::running)
          ? new Word("changes pending", "it shall be stopped")
          : new Word("stopped", null);
    }
    Optional<ContainerSeen> ill = own.stream().filter(c -> !well(c)).findFirst();
    if (own.isEmpty() || ill.isPresent()) {
      return new Word("unwell", ill.map(AppStates::complaint).orElse("its containers are gone"));
    }
    if (!applied.get().app().equals(app)) {
      return new Word("changes pending", failure(recent));
    }
    String risk = steading.capsules().risks().line(app.name());
    return risk == null
        ? new Word(
            "running",
            Clones.source(steading.home(), app.name())
                .map(of -> "held, clone of " + of)
                .orElse(null))
        : new Word("at risk", risk);
  }

  private static @Nullable String failure(List<Entry> recent) {
    if (recent.isEmpty() || recent.getFirst().outcome() == Outcome.DONE) {
      return null;
    }
    String message = recent.getFirst().message();
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }

  private static boolean well(ContainerSeen seen) {
    // A one-shot service that ended well is as it should be.
    return (seen.running() && seen.health() != Health.UNHEALTHY)
        || (seen.state() == State.EXITED
            && seen.exitCode() == 0
            && seen.restartPolicy().equals("no"));
  }

  private static String complaint(ContainerSeen seen) {
    String service = seen.label(Labels.SERVICE);
    return switch (seen.state()) {
      case RUNNING -> service + " is unhealthy";
      case RESTARTING -> service + " keeps crashing (exit code " + seen.exitCode() + ")";
      case EXITED -> service + " has ended (exit code " + seen.exitCode() + ")";
      case CREATED, PAUSED, DEAD, REMOVING ->
          service + " is " + seen.state().name().toLowerCase(Locale.ROOT);
    };
  }
}
