package steading.daemon;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import steading.app.App;
import steading.capsule.Occasion;
import steading.daemon.Views.Done;
import steading.plan.Plan;
import steading.problem.Exit;
import steading.problem.Problem;
import steading.problem.ProblemException;

/** Taking apps away, and bringing them back while their data is kept. */
final class RemovalVerbs {
  private final Steading steading;

  RemovalVerbs(Steading steading) {
    this.steading = steading;
  }

  List<Verb<?>> list() {
    return List.of(new Verb<>("remove", Requests.Remove.class, this::remove));
  }

  private Done remove(Requests.Remove request, Conversation conversation) {
    String name = request.name();
    try (Locks.Hold _ = steading.locks().take(name, conversation.caller())) {
      if (!(request.purge() && steading.store().trashed(name).isPresent())) {
        // Its file may be broken, and it must still be removable: so it is looked up, not read.
        steading.store().require(name);
      }
      Plan plan = steading.deployer().planRemoval(name, request.purge());
      conversation.plan(PlanViews.of(plan));
      String question =
          request.purge()
              ? "This deletes "
                  + name
                  + " with all its data, for good: "
                  + String.join("; ", plan.destroys())
              : name + " is taken down; its data is kept for 30 days";
      if (!conversation.confirm(question + ". Go on?")) {
        throw new Problem("declined", Exit.FAILED, null, "nothing was changed", null, null).raise();
      }
      if (request.backup() && !request.purge()) {
        lastCapsule(name, conversation);
      }
      steading
          .deployer()
          .remove(
              name,
              request.purge(),
              ChangeVerbs.origin(conversation.caller()),
              new Telling(conversation));
      return new Done(
          name, true, text(name, request.purge()), null, null, next(name, request.purge()));
    }
  }

  /** What never ran has nothing to keep. One that cannot be kept is not taken down in silence. */
  private void lastCapsule(String name, Conversation conversation) {
    if (steading.store().applied(name).isEmpty()) {
      return;
    }
    try {
      steading
          .capsules()
          .backup(
              name,
              null,
              Occasion.LAST,
              ChangeVerbs.origin(conversation.caller()),
              new CapsuleTelling(conversation, name));
    } catch (ProblemException e) {
      List<Problem> problems = new ArrayList<>(e.problems());
      problems.add(
          Problem.failed(
              "remove.no-capsule",
              name + " was not removed, because its last capsule came to nothing",
              "mend that; or remove it without one, which keeps its volumes for 30 days all the"
                  + " same: stead remove "
                  + name
                  + " --no-backup"));
      throw new ProblemException(problems);
    }
  }

  private String text(String name, boolean purge) {
    if (purge) {
      return name + " and its data are gone";
    }
    String until =
        steading
            .store()
            .trashed(name)
            .map(r ->
                DateTimeFormatter.ISO_LOCAL_DATE.format(
                    r.keepUntil().atZone(ZoneId.systemDefault())))
            .orElse("in 30 days");
    return name + " is removed; its data is kept until " + until;
  }

  private static List<String> next(String name, boolean purge) {
    return purge ? List.of() : List.of("stead restore " + name);
  }

  Done bringBack(String name, Conversation conversation) {
    try (Locks.Hold _ = steading.locks().take(name, conversation.caller())) {
      App app = steading.store().restore(name);
      var draft = steading.deployer().draft(app);
      List<String> opens = new GrantChanges(steading.store()).opened(app);
      conversation.plan(PlanViews.of(draft.plan(), opens));
      ChangeVerbs.ask(draft.plan(), opens, conversation);
      steading
          .deployer()
          .deploy(draft, ChangeVerbs.origin(conversation.caller()), new Telling(conversation));
      return new Done(
          app.name(),
          true,
          app.name() + " is back",
          draft.target().loaded().url(),
          null,
          List.of("stead info " + app.name()));
    }
  }
}
