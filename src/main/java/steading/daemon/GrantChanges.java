package steading.daemon;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import steading.app.App;
import steading.app.AppStore;
import steading.compose.Grants;
import steading.problem.Problem;
import steading.problem.ProblemException;
import steading.problem.Problems;

/** Grants given and taken back, and which of an app's are new to this machine. */
final class GrantChanges {
  private static final String KEY = "grant.";
  private static final String REFUSED = "compose.refused.";

  private final AppStore store;

  GrantChanges(AppStore store) {
    this.store = store;
  }

  static Set<String> read(Collection<String> words, Problems problems) {
    Set<String> grants = new TreeSet<>();
    words.forEach(word -> Grants.read(word, null, problems).ifPresent(grants::add));
    return grants;
  }

  /** The app with further grants, and without what {@code unset} names. */
  static App applied(App app, List<String> given, List<String> unset) {
    Problems problems = new Problems();
    Set<String> grants = new TreeSet<>(app.grants());
    grants.addAll(read(given, problems));
    Map<String, String> settings = new TreeMap<>(app.settings());
    App changed = app;
    for (String word : unset) {
      if (word.startsWith(KEY)) {
        takeBack(word.substring(KEY.length()), grants, problems);
      } else if (word.equals("host")) {
        changed = changed.withHosts(List.of());
      } else if (settings.remove(word) == null) {
        problems.add(
            Problem.usage(
                "setting.not-set",
                app.name() + " has no setting of its own named \"" + word + "\"",
                settings.isEmpty() ? "nothing is set" : "set are " + settings.keySet()));
      }
    }
    problems.raiseIfAny();
    return changed.withSettings(settings).withGrants(grants);
  }

  /** {@code host-mount} alone takes back every grant of that kind. */
  private static void takeBack(String word, Set<String> grants, Problems problems) {
    boolean one = word.indexOf('=') >= 0;
    boolean found =
        one
            ? Grants.read(word, null, problems).filter(grants::remove).isPresent()
            : grants.removeIf(grant -> grant.startsWith(word + "="));
    if (!found) {
      problems.add(
          Problem.usage(
              "grant.not-given",
              "\"" + word + "\" is not granted",
              grants.isEmpty() ? "nothing is" : "granted are " + String.join(", ", grants)));
    }
  }

  /** What the app is granted now and was not when it was last applied. */
  List<String> opened(App app) {
    Set<String> before = store.applied(app.name()).map(r -> r.app().grants()).orElse(Set.of());
    return app.grants().stream().filter(grant -> !before.contains(grant)).toList();
  }

  static String price(String grant) {
    return "it opens the host: " + grant;
  }

  /** An app that is not there yet cannot be `set`: its grants come with its making. */
  static <T> T beforeInstall(Supplier<T> drafting) {
    try {
      return drafting.get();
    } catch (ProblemException e) {
      throw new ProblemException(
          e.problems().stream().map(GrantChanges::withOption).collect(Collectors.toList()));
    }
  }

  private static Problem withOption(Problem problem) {
    String fix = problem.fix();
    int at = fix == null ? -1 : fix.indexOf(KEY);
    if (fix == null || at < 0 || !problem.code().startsWith(REFUSED)) {
      return problem;
    }
    return new Problem(
        problem.code(),
        problem.exit(),
        problem.place(),
        problem.what(),
        problem.why(),
        "remove it, or allow it: --grant " + fix.substring(at + KEY.length()));
  }
}
