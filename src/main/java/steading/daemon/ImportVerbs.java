package steading.daemon;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import steading.app.Adoption;
import steading.app.App;
import steading.app.Imported;
import steading.app.Importer;
import steading.app.Importer.Wish;
import steading.app.Names;
import steading.daemon.Views.Done;
import steading.problem.Problem;
import steading.problem.Problems;

/** Apps that are made of Compose files, and stacks that are taken over from Docker Compose. */
final class ImportVerbs {
  private final Steading steading;
  private final ChangeVerbs changes;
  private final Importer importer;
  private final Stacks stacks;

  ImportVerbs(Steading steading, ChangeVerbs changes) {
    this.steading = steading;
    this.changes = changes;
    this.importer = new Importer(steading.home());
    this.stacks = new Stacks(steading, importer);
  }

  List<Verb<?>> list() {
    return List.of(new Verb<>("import-compose", Requests.ImportCompose.class, this::importCompose));
  }

  private Done importCompose(Requests.ImportCompose request, Conversation conversation) {
    Problems problems = new Problems();
    Names.app(request.name(), problems);
    problems.raiseIfAny();
    try (Locks.Hold _ = steading.locks().take(request.name(), conversation.caller())) {
      App before = before(request.name());
      Wish given = wish(request, before);
      if (request.adopt() && before != null && given.adoption() == null) {
        throw Problem.usage(
                "adopt.too-late",
                before.name() + " has data of its own already",
                "take the stack over as an app of another name")
            .raise();
      }
      Wish wish =
          request.adopt() && given.adoption() == null
              ? stacks.adopted(app(request, before, given), given, request.project(), conversation)
              : given;
      App app = app(request, before, wish);
      String reference = GrantChanges.beforeInstall(() -> importer.copy(app, wish));
      try {
        var draft =
            GrantChanges.beforeInstall(() -> steading.deployer().draft(app.withRecipe(reference)));
        return changes.carryOut(draft, request.apply(), conversation);
      } finally {
        discardUnlessUsed(app.name(), reference);
      }
    }
  }

  /** The app as it is, when it was imported before; null when there is none. */
  private @Nullable App before(String name) {
    if (!steading.store().exists(name)) {
      steading.store().refuseTrashed(name);
      return null;
    }
    App app = steading.store().load(name);
    if (!Imported.is(app.recipe())) {
      throw ChangeVerbs.exists(name);
    }
    return app;
  }

  private Wish wish(Requests.ImportCompose request, @Nullable App before) {
    List<Path> files = new ArrayList<>();
    for (String file : request.files()) {
      files.addAll(Importer.files(absolute(file)));
    }
    if (files.isEmpty()) {
      throw Problem.usage("import.no-file", "no Compose file was named", "name one").raise();
    }
    Path directory = Objects.requireNonNull(files.getFirst().getParent());
    List<Path> envFiles = request.envFiles().stream().map(ImportVerbs::absolute).toList();
    Imported imported = before == null ? null : steading.loader().imported(before);
    return new Wish(
        directory,
        files,
        envFiles,
        request.service(),
        request.port(),
        imported == null ? null : imported.adoption());
  }

  private static Path absolute(String file) {
    Path path = Path.of(file);
    if (!path.isAbsolute() || path.getParent() == null) {
      throw Problem.usage("import.no-file", file + " is no absolute path of a file", "name one")
          .raise();
    }
    return path.normalize();
  }

  private static App app(Requests.ImportCompose request, @Nullable App before, Wish wish) {
    Problems problems = new Problems();
    Set<String> grants = new TreeSet<>(GrantChanges.read(request.grants(), problems));
    List<String> hosts = request.hosts().stream().map(h -> Names.host(h, null, problems)).toList();
    problems.raiseIfAny();
    Map<String, String> settings = new TreeMap<>(request.settings());
    Adoption adoption = wish.adoption();
    if (adoption != null) {
      grants.add(adoption.grant());
    }
    if (before == null) {
      return new App(
          request.name(),
          "",
          Imported.VERSION,
          hosts,
          null,
          settings,
          Map.of(),
          Map.of(),
          grants,
          true);
    }
    grants.addAll(before.grants());
    Map<String, String> all = new TreeMap<>(before.settings());
    all.putAll(settings);
    App changed = before.withSettings(all).withGrants(grants);
    return hosts.isEmpty() ? changed : changed.withHosts(hosts);
  }

  private void discardUnlessUsed(String app, String reference) {
    boolean used =
        steading.store().exists(app) && steading.store().load(app).recipe().equals(reference);
    if (!used) {
      importer.discard(app, reference);
    }
  }
}
