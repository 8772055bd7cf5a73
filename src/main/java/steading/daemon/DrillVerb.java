package steading.daemon;

import java.util.List;
import steading.apply.Journal.DrillRun;
import steading.capsule.Capsule;
import steading.capsule.Drills;
import steading.daemon.Views.DrillView;
import steading.problem.Problem;

/** {@code drill}: proves a capsule. Its app is free meanwhile, for nothing of it is touched. */
final class DrillVerb {
  private final Steading steading;

  DrillVerb(Steading steading) {
    this.steading = steading;
  }

  List<Verb<?>> list() {
    return List.of(new Verb<>("drill", Requests.Drill.class, this::drill));
  }

  private DrillView drill(Requests.Drill request, Conversation conversation) {
    String name = request.name();
    if (steading.store().trashed(name).isEmpty()) {
      steading.store().require(name);
    }
    try (Locks.Hold _ = steading.locks().take(Drills.key(name), conversation.caller())) {
      Capsule capsule = steading.capsules().find(name, request.capsule());
      DrillRun run =
          steading
              .capsules()
              .drills()
              .run(
                  capsule,
                  ChangeVerbs.origin(conversation.caller()),
                  new CapsuleTelling(conversation, name));
      if (!run.ok()) {
        throw failed(run);
      }
      return view(run);
    }
  }

  private static RuntimeException failed(DrillRun run) {
    return Problem.failed(
            "drill.failed",
            run.app() + ": capsule " + run.capsule() + " does not become a working app",
            "make another one and drill that: stead backup "
                + run.app()
                + "; until one is proved, do not count on this app's backups")
        .because(run.detail())
        .raise();
  }

  static DrillView view(DrillRun run) {
    return new DrillView(
        run.app(),
        run.when().toString(),
        run.capsule(),
        run.milliseconds(),
        run.ok(),
        run.detail());
  }
}
