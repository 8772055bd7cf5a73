package steading.daemon;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import steading.app.App;
import steading.app.Names;
import steading.capsule.Capsule;
import steading.capsule.Capsules.Restoring;
import steading.capsule.Part;
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
    Part part = part(request);
    if (part != null) {
      return partial(request, part, conversation);
    }
    if (request.as() != null) {
      return beside(request, request.as(), conversation);
    }
    boolean removed = steading.store().trashed(request.name()).isPresent();
    if (removed && request.capsule() == null) {
      return removal.bringBack(request.name(), conversation);
    }
    return inPlace(request, conversation);
  }

  private static @Nullable Part part(Requests.Restore request) {
    List<Part> parts = new ArrayList<>();
    if (request.volume() != null) {
      parts.add(Part.volume(request.volume()));
    }
    if (request.path() != null) {
      parts.add(Part.path(request.path()));
    }
    if (request.database() != null) {
      parts.add(Part.database(request.database()));
    }
    if (parts.size() > 1 || (!parts.isEmpty() && request.as() != null)) {
      throw Problem.usage(
              "restore.parts",
              "one part of an app is restored at a time, and in its place",
              "name one of --volume, --path and --database, without --as")
          .raise();
    }
    return parts.isEmpty() ? null : parts.getFirst();
  }

  private Done partial(Requests.Restore request, Part part, Conversation conversation) {
    String name = request.name();
    try (Locks.Hold _ = steading.locks().take(name, conversation.caller())) {
      steading.store().require(name);
      Capsule capsule = steading.capsules().find(name, request.capsule());
      String question =
          "%s: %s becomes what it was at %s (capsule %s); the rest stays as it is. %s Go on?"
              .formatted(name, part.shown(), when(capsule.time()), capsule.id(), kept(request));
      if (!conversation.confirm(question)) {
        throw new Problem("declined", Exit.FAILED, null, "nothing was changed", null, null).raise();
      }
      String safety =
          steading
              .capsules()
              .restore(
                  Restoring.of(part, capsule, request.safety()),
                  ChangeVerbs.origin(conversation.caller()),
                  new CapsuleTelling(conversation, name));
      String text = name + ": " + part.shown() + " is what it was at " + when(capsule.time());
      return done(name, text, safety.isEmpty() ? "" : safety + " " + option(request));
    }
  }

  private static String option(Requests.Restore request) {
    if (request.volume() != null) {
      return "--volume " + request.volume();
    }
    return request.path() != null ? "--path " + request.path() : "--database " + request.database();
  }

  private static String kept(Requests.Restore request) {
    return request.safety()
        ? "A capsule of what there is now is made first, which can undo this."
        : "Nothing is kept of what there is now.";
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
              .formatted(name, when(capsule.time()), capsule.id(), kept(request));
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
