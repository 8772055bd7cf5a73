package steading.daemon;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import steading.daemon.Views.AppRow;
import steading.daemon.Views.DaemonView;
import steading.daemon.Views.ImageRow;
import steading.daemon.Views.RecipeRow;
import steading.daemon.Views.VersionView;
import steading.engine.ContainerSeen;
import steading.engine.Engine.ImageSeen;
import steading.problem.Problem;
import steading.problem.Problems;
import steading.recipe.Recipe;
import steading.recipe.Shown;

/** The verbs that only look. */
final class LookVerbs {
  private final Steading steading;
  private final AppStates states;
  private final String version;

  LookVerbs(Steading steading, String version) {
    this.steading = steading;
    this.states = new AppStates(steading);
    this.version = version;
  }

  List<Verb<?>> list() {
    return List.of(
        new Verb<>("ls", Requests.Ls.class, (r, c) -> ls()),
        new Verb<>(
            "info",
            Requests.Info.class,
            (r, c) -> new AppInfos(steading, states).of(r.name(), r.secrets())),
        new Verb<>("recipes", Requests.Recipes.class, (r, c) -> recipes(r)),
        new Verb<>("image-ls", Requests.ImageLs.class, (r, c) -> images()),
        new Verb<>("version", Requests.Version.class, (r, c) -> version()));
  }

  private List<AppRow> ls() {
    List<ContainerSeen> all = steading.holdings().all();
    return steading.store().names().stream().map(n -> states.row(n, all)).toList();
  }

  private List<RecipeRow> recipes(Requests.Recipes request) {
    Problems problems = new Problems();
    String word = request.search() == null ? "" : request.search().toLowerCase(Locale.ROOT);
    return steading.catalog().all(problems).stream()
        .filter(r ->
            (r.name() + " " + r.title() + " " + r.description())
                .toLowerCase(Locale.ROOT)
                .contains(word))
        .map(r ->
            new RecipeRow(
                r.name(),
                r.title(),
                r.newest().version(),
                r.versions().stream()
                    .filter(v -> !v.withdrawn())
                    .map(Recipe.Version::version)
                    .toList(),
                r.description(),
                r.needs()))
        .toList();
  }

  private List<ImageRow> images() {
    Map<String, List<String>> users = new TreeMap<>();
    for (String app : steading.store().names()) {
      steading
          .store()
          .applied(app)
          .ifPresent(r ->
              r.images()
                  .values()
                  .forEach(i -> users.computeIfAbsent(i, k -> new ArrayList<>()).add(app)));
    }
    return steading.engine().images(Map.of("steading.image", "")).stream()
        .map(i -> row(i, users))
        .toList();
  }

  private static ImageRow row(ImageSeen image, Map<String, List<String>> users) {
    String reference = image.tags().isEmpty() ? image.id() : image.tags().getFirst();
    return new ImageRow(
        reference,
        image.id(),
        image.size(),
        image.created().toString(),
        users.getOrDefault(reference, List.of()));
  }

  private VersionView version() {
    var engine = steading.engine().info();
    return new VersionView(
        version,
        Runtime.version().toString(),
        Map.of("version", engine.version(), "api", engine.apiVersion()),
        new DaemonView(
            true,
            ProcessHandle.current().pid(),
            ProcessHandle.current().info().startInstant().map(Object::toString).orElse(null)),
        steading.home().directory().toString());
  }

  static RuntimeException noService(String app, String service, List<String> services) {
    return Problem.notFound(
            "service.not-found",
            app + " has no service " + Shown.quoted(service),
            "choose one of " + String.join(", ", services))
        .raise();
  }
}
