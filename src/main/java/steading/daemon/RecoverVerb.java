package steading.daemon;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import steading.capsule.Capsule;
import steading.capsule.Capsules.Restoring;
import steading.capsule.repo.Kit;
import steading.capsule.repo.Moved;
import steading.capsule.repo.Repositories;
import steading.capsule.repo.Repository;
import steading.capsule.repo.Restic;
import steading.capsule.repo.Wanted;
import steading.daemon.Views.Recovered;
import steading.daemon.Views.RecoveredApp;
import steading.engine.EngineException;
import steading.problem.Nearest;
import steading.problem.Problem;
import steading.problem.ProblemException;
import steading.recipe.Shown;

/**
 * {@code recover}: on an empty machine, every app as its newest capsule has it. Who is interrupted
 * calls it again: what is there already is left alone.
 */
final class RecoverVerb {
  private final Steading steading;

  RecoverVerb(Steading steading) {
    this.steading = steading;
  }

  List<Verb<?>> list() {
    return List.of(new Verb<>("recover", Requests.Recover.class, this::recover));
  }

  private Recovered recover(Requests.Recover request, Conversation conversation) {
    Kit kit = Kit.read(Path.of(request.kit()));
    if (!kit.home().equals(steading.home().id())) {
      throw Problem.usage(
              "recover.other-home",
              "this installation is " + steading.home().id() + ", the kit is of " + kit.home(),
              "recover into an empty home: stead recover --home DIR …")
          .raise();
    }
    Repository chosen = takeOver(kit, request.repository(), conversation);
    Map<String, Capsule> capsules = steading.capsules().newest(chosen);
    if (capsules.isEmpty()) {
      throw Problem.notFound(
              "recover.nothing",
              "the repository " + chosen.name() + " has no capsule of " + kit.home(),
              "try another repository of the kit")
          .raise();
    }
    List<RecoveredApp> apps = new ArrayList<>();
    capsules.values().forEach(capsule -> apps.add(recovered(capsule, conversation)));
    return new Recovered(apps);
  }

  /**
   * The repositories of the kit become this installation's; only the chosen one has to be there.
   */
  private Repository takeOver(Kit kit, String name, Conversation conversation) {
    List<String> names = kit.repositories().stream().map(Repository::name).toList();
    if (!names.contains(name)) {
      throw Problem.notFound(
              "recover.no-repository",
              "the kit has no repository named " + Shown.quoted(name),
              Nearest.hint(name, names, "it has none"))
          .raise();
    }
    Repositories own = steading.capsules().repositories();
    List<String> there = own.list().stream().map(Repository::name).toList();
    for (Repository each : kit.repositories()) {
      if (there.contains(each.name())) {
        continue;
      }
      try {
        Wanted wanted = new Wanted(each.name(), each.place(), each.secrets(), each.terms());
        steading.capsules().founder().add(wanted, (server, key) -> {}, new Told(conversation));
      } catch (ProblemException e) {
        if (each.name().equals(name)) {
          throw e;
        }
        conversation.note(
            "Repository " + each.name() + " was not taken into use: " + e.getMessage());
      }
    }
    return own.named(name);
  }

  private RecoveredApp recovered(Capsule capsule, Conversation conversation) {
    String app = capsule.app();
    long start = System.nanoTime();
    try (Locks.Hold _ = steading.locks().take(app, conversation.caller())) {
      if (steading.store().exists(app)) {
        return row(capsule, "there", start, null);
      }
      steading
          .capsules()
          .restore(
              new Restoring(capsule, null, List.of(), false),
              ChangeVerbs.origin(conversation.caller()),
              new CapsuleTelling(conversation, app));
      return row(capsule, "recovered", start, null);
    } catch (ProblemException | EngineException e) {
      // The others shall come back all the same.
      return row(capsule, "failed", start, e.getMessage());
    }
  }

  private static RecoveredApp row(
      Capsule capsule, String state, long start, @Nullable String detail) {
    long took = (System.nanoTime() - start) / 1_000_000;
    return new RecoveredApp(capsule.app(), capsule.id(), state, took, detail);
  }

  private record Told(Conversation conversation) implements Restic.Listener {
    @Override
    public void moved(Moved moved) {}

    @Override
    public void note(String text) {
      conversation.note(text);
    }
  }
}
