package steading.app;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import steading.problem.Nearest;
import steading.problem.Problem;
import steading.problem.ProblemException;
import steading.problem.Problems;
import steading.recipe.Recipe;
import steading.recipe.Shown;

/** Whether people can come to an app as it says, and no other app claims the same place. */
final class DoorCheck {
  private final AppStore store;
  private final Function<App, Recipe> recipes;

  /**
   * @param recipes finds what an app is made of; raises where that cannot be read
   */
  DoorCheck(AppStore store, Function<App, Recipe> recipes) {
    this.store = store;
    this.recipes = recipes;
  }

  void check(App app, Recipe recipe, FilePlaces places, Problems problems) {
    checkServices(app, recipe, places, problems);
    Map<String, String> own = new LinkedHashMap<>();
    for (Door door : Door.of(app, recipe)) {
      for (String claim : door.claims()) {
        if (own.putIfAbsent(claim, door.service()) != null) {
          problems.add(
              Problem.usage(
                  "app.door-twice",
                  "two routes or redirects of " + app.name() + " begin at " + claim,
                  "give one of them another path, host or alias in its app.yaml"));
        }
      }
    }
    checkOthers(app, own.keySet(), problems);
  }

  private static void checkServices(App app, Recipe recipe, FilePlaces places, Problems problems) {
    Set<String> routed =
        recipe.routes().stream()
            .map(Recipe.RouteRule::service)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    for (String service : app.front().routes().keySet()) {
      if (!routed.contains(service)) {
        problems.add(
            FilePlaces.placed(
                places.ofKey(FrontReader.KEY, "routes", service),
                Problem.usage(
                    "app.unknown-route",
                    "no route of " + app.name() + " leads to a service " + Shown.quoted(service),
                    Nearest.hint(service, routed, "remove it; the app has no routes"))));
      }
    }
  }

  /** Only apps whose hosts have to do with ours are looked at more closely. */
  private void checkOthers(App app, Set<String> own, Problems problems) {
    Set<String> hosts = own.stream().map(DoorCheck::host).collect(Collectors.toSet());
    for (App other : store.list(new Problems())) {
      if (!other.name().equals(app.name()) && meet(hosts, other)) {
        for (String claim : claims(other)) {
          if (own.contains(claim)) {
            problems.add(taken(claim, other.name()));
          }
        }
      }
    }
  }

  private static Problem taken(String claim, String other) {
    String shown = claim.indexOf('/') == claim.length() - 1 ? "the host " + host(claim) : claim;
    return Problem.usage(
        "app.host-taken",
        shown + " already leads to the app " + other,
        "choose another host or path, or take it from " + other + " first");
  }

  private static String host(String claim) {
    return claim.substring(0, claim.indexOf('/'));
  }

  private static boolean meet(Set<String> hosts, App other) {
    List<String> redirected =
        other.front().redirects().stream().map(r -> host(r.from() + "/")).toList();
    return Stream.of(other.hosts(), other.front().aliases(), redirected)
        .flatMap(List::stream)
        .anyMatch(theirs ->
            hosts.stream()
                .anyMatch(ours ->
                    ours.equals(theirs)
                        || ours.endsWith("." + theirs)
                        || theirs.endsWith("." + ours)));
  }

  private List<String> claims(App other) {
    List<String> claims = new ArrayList<>();
    try {
      Door.of(other, recipes.apply(other)).forEach(door -> claims.addAll(door.claims()));
    } catch (ProblemException e) {
      // What is broken there is told where it is needed; its hosts stay its own meanwhile.
      other.hosts().forEach(host -> claims.add(host + "/"));
    }
    return claims;
  }
}
