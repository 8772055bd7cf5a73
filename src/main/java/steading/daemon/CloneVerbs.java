package steading.daemon;

import java.util.List;
import java.util.Map;
import steading.app.App;
import steading.app.Clones;
import steading.app.Names;
import steading.apply.Deployer.Draft;
import steading.apply.Deployer.Origin;
import steading.capsule.Capsule;
import steading.capsule.Capsules.Restoring;
import steading.daemon.Views.Done;
import steading.problem.Problem;
import steading.problem.ProblemException;
import steading.problem.Problems;

/** Copies of apps to try things out on, which reach nobody until they are released. */
final class CloneVerbs {
  private final Steading steading;

  CloneVerbs(Steading steading) {
    this.steading = steading;
  }

  List<Verb<?>> list() {
    return List.of(
        new Verb<>("clone", Requests.Clone.class, this::copy),
        new Verb<>("release", Requests.Release.class, this::release));
  }

  private Done copy(Requests.Clone request, Conversation conversation) {
    String as = request.as();
    Problems problems = new Problems();
    Names.app(as, problems);
    List<String> hosts = request.hosts().stream().map(h -> Names.host(h, null, problems)).toList();
    if (hosts.isEmpty()) {
      problems.add(
          Problem.usage(
              "clone.no-host",
              "the clone needs an address of its own",
              "say which: --host " + as + ".example.org"));
    }
    problems.raiseIfAny();
    refuseGrants(steading.store().load(request.name()));
    try (Locks.Hold _ = steading.locks().take(as, conversation.caller())) {
      if (steading.store().exists(as)) {
        throw ChangeVerbs.exists(as);
      }
      steading.store().refuseTrashed(as);
      Capsule capsule = capsule(request, conversation);
      steading
          .capsules()
          .restore(
              new Restoring(capsule, as, hosts, false, true, null),
              ChangeVerbs.origin(conversation.caller()),
              new CapsuleTelling(conversation, as));
      return done(
          as,
          as
              + " is up, a clone of "
              + capsule.app()
              + "; it reaches nothing outside, sends no mail, and its jobs do not start by"
              + " themselves",
          List.of(
              "stead info " + as, "stead clone " + as + " --release makes it an app of its own"));
    }
  }

  /** What the app may take of this machine, two of them cannot have. */
  private static void refuseGrants(App app) {
    if (!app.grants().isEmpty()) {
      throw Problem.usage(
              "clone.grants",
              app.name() + " may use " + String.join(", ", app.grants()) + " of this machine",
              "prove its capsules with `stead drill " + app.name() + "` instead")
          .because("Once released, a clone would lay hands on the same")
          .raise();
    }
  }

  private Capsule capsule(Requests.Clone request, Conversation conversation) {
    if (request.capsule() != null) {
      return steading.capsules().find(request.name(), request.capsule());
    }
    try (Locks.Hold _ = steading.locks().take(request.name(), conversation.caller())) {
      return steading
          .capsules()
          .backup(
              request.name(),
              null,
              ChangeVerbs.origin(conversation.caller()),
              new CapsuleTelling(conversation, request.name()));
    }
  }

  private Done release(Requests.Release request, Conversation conversation) {
    String name = request.name();
    try (Locks.Hold _ = steading.locks().take(name, conversation.caller())) {
      App app = steading.store().load(name);
      String source =
          Clones.source(steading.home(), name)
              .orElseThrow(() ->
                  Problem.usage("clone.none", name + " is no clone", "see stead info " + name)
                      .raise());
      if (!conversation.confirm(
          name
              + " reaches the world from then on: it may send mail, and its jobs start by"
              + " themselves. Go on?")) {
        throw Problem.failed("declined", "nothing was changed", "").raise();
      }
      Clones.release(steading.home(), name);
      try {
        Draft draft = steading.deployer().draft(app);
        Origin origin = ChangeVerbs.origin(conversation.caller());
        steading.deployer().deploy(draft, origin, new Telling(conversation));
      } catch (ProblemException e) {
        Clones.mark(steading.home(), name, source);
        throw e;
      }
      return done(name, name + " is an app of its own", List.of("stead info " + name));
    }
  }

  private Done done(String app, String text, List<String> next) {
    App now = steading.store().load(app);
    String url = steading.loader().load(now, Map.of()).url();
    return new Done(app, true, text, url, null, next);
  }
}
