package steading.daemon;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import steading.app.App;
import steading.app.Names;
import steading.capsule.Capsule;
import steading.capsule.Capsules.Restoring;
import steading.daemon.Views.Done;
import steading.problem.Exit;
import steading.problem.Problem;
import steading.problem.Problems;

/**
 * {@code restore}: a removed app comes back as it is kept, a live one becomes what a capsule says,
 * and with {@code --as} a capsule becomes an app of its own.
 */
final class RestoreVerb {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private final Steading steading;
  private final RemovalVerbs removal;

  RestoreVerb(Steading steading, RemovalVerbs removal) {
    this.steading = steading;
    this.removal = removal;
  }

  List<Verb<?>> list() {
    return List.of(new Verb<>("restore", Requests.Restore.class, this::restore));
  }

  private Done restore(Requests.Restore request, Conversation conversation) {
    if (request.as() != null) {
      return beside(request, request.as(), conversation);
    }
    boolean removed = steading.store().trashed(request.name()).isPresent();
    if (removed && request.capsule() == null) {
      return removal.bringBack(request.name(), conversation);
    }
    return inPlace(request, conversation);
  }

  private Done beside(Requests.Restore request, String as, Conversation conversation) {
    Problems problems = new Problems();
    Names.app(as, problems);
    List<String> hosts = request.hosts().stream().map(h -> Names.host(h, null, problems)).toList();
    if (hosts.isEmpty()) {
      problems.add(
          Problem.usage(
              "restore.no-host",
              "the new app needs an address of its own",
              "say which: --host " + as + ".example.org"));
    }
    problems.raiseIfAny();
    try (Locks.Hold _ = steading.locks().take(as, conversation.caller())) {
      if (steading.store().exists(as)) {
        throw ChangeVerbs.exists(as);
      }
      steading.store().refuseTrashed(as);
      Capsule capsule = steading.capsules().find(request.name(), request.capsule());
      steading
          .capsules()
          .restore(
              new Restoring(capsule, as, hosts, false),
              ChangeVerbs.origin(conversation.caller()),
              new CapsuleTelling(conversation, as));
      return done(as, as + " is up, as " + capsule.app() + " was at " + when(capsule.time()), "");
    }
  }

  private Done inPlace(Requests.Restore request, Conversation conversation) {
    String name = request.name();
    if (!request.hosts().isEmpty()) {
      throw Problem.usage(
              "restore.host", "--host is for a new app", "add --as NAME, or leave it away")
          .raise();
    }
    try (Locks.Hold _ = steading.locks().take(name, conversation.caller())) {
      steading.store().require(name);
      Capsule capsule = steading.capsules().find(name, request.capsule());
      String question =
          "%s becomes what it was at %s (capsule %s); what changed since then is taken back. %s"
              .formatted(
                  name,
                  when(capsule.time()),
                  capsule.id(),
                  request.safety()
                      ? "A capsule of what there is now is made first, which can undo this."
                      : "Nothing is kept of what there is now.");
      if (!conversation.confirm(question + " Go on?")) {
        throw new Problem("declined", Exit.FAILED, null, "nothing was changed", null, null).raise();
      }
      String safety =
          steading
              .capsules()
              .restore(
                  new Restoring(capsule, null, List.of(), request.safety()),
                  ChangeVerbs.origin(conversation.caller()),
                  new CapsuleTelling(conversation, name));
      return done(name, name + " is what it was at " + when(capsule.time()), safety);
    }
  }

  private Done done(String app, String text, String safety) {
    App now = steading.store().load(app);
    return new Done(
        app,
        true,
        text,
        steading.loader().load(now, Map.of()).url(),
        null,
        safety.isEmpty()
            ? List.of("stead info " + app)
            : List.of("stead info " + app, "stead restore " + app + " " + safety + " undoes this"));
  }

  private static String when(Instant time) {
    return Objects.requireNonNull(TIME.format(time.atZone(ZoneId.systemDefault())));
  }
}
