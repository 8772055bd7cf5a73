package steading.daemon;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import steading.app.App;
import steading.app.Names;
import steading.app.Secrets;
import steading.capsule.Parcels.Exported;
import steading.capsule.Parcels.Taking;
import steading.capsule.Parcels.Task;
import steading.daemon.Views.Done;
import steading.problem.Problem;
import steading.problem.Problems;

/** Apps in files, for another machine. */
final class ParcelVerbs {
  private static final int PASSWORD_LENGTH = 40;
  private static final int SHORTEST = 12;

  private final Steading steading;

  ParcelVerbs(Steading steading) {
    this.steading = steading;
  }

  List<Verb<?>> list() {
    return List.of(
        new Verb<>("export", Requests.Export.class, this::export),
        new Verb<>("import", Requests.Import.class, this::take));
  }

  private Views.Exported export(Requests.Export request, Conversation conversation) {
    String given = request.password();
    if (given != null && given.length() < SHORTEST) {
      throw Problem.usage(
              "export.password",
              "the password is too short for a file that anybody may try to open",
              "take " + SHORTEST + " characters or more, or leave it out: one is made up then")
          .raise();
    }
    String password = Objects.requireNonNullElseGet(given, () -> Secrets.generate(PASSWORD_LENGTH));
    try (Locks.Hold _ = steading.locks().take(request.name(), conversation.caller())) {
      Exported made =
          steading
              .capsules()
              .parcels()
              .export(
                  request.name(),
                  Path.of(request.file()),
                  password,
                  ChangeVerbs.origin(conversation.caller()),
                  new CapsuleTelling(conversation, request.name()));
      return new Views.Exported(
          made.app(),
          made.file().toString(),
          made.capsule(),
          made.bytes(),
          made.images(),
          given == null ? password : null);
    }
  }

  private Done take(Requests.Import request, Conversation conversation) {
    Problems problems = new Problems();
    List<String> hosts = request.hosts().stream().map(h -> Names.host(h, null, problems)).toList();
    List<String> grants = List.copyOf(GrantChanges.read(request.grants(), problems));
    problems.raiseIfAny();
    Taking taking = Taking.of(Path.of(request.file()), request.password());
    String app = Objects.requireNonNullElse(request.name(), taking.label().app());
    Names.app(app, problems);
    problems.raiseIfAny();
    try (Locks.Hold _ = steading.locks().take(app, conversation.caller())) {
      if (steading.store().exists(app)) {
        throw ChangeVerbs.exists(app);
      }
      steading.store().refuseTrashed(app);
      Task task =
          new Task(
              ChangeVerbs.origin(conversation.caller()), new CapsuleTelling(conversation, app));
      steading.capsules().parcels().take(app, taking, hosts, grants, task);
      App now = steading.store().load(app);
      return new Done(
          app,
          true,
          app + " is here, as it was at " + taking.label().made(),
          steading.loader().load(now, Map.of()).url(),
          null,
          List.of("stead info " + app, "stead backup " + app));
    }
  }
}
