package steading.recipe;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import steading.compose.yaml.Fields;
import steading.problem.Nearest;
import steading.problem.Place;
import steading.problem.Problems;

/** The services that compose.yaml has, against which recipe.yaml's references are checked. */
record ServiceNames(Optional<Set<String>> known, Problems problems) {
  /** Reads a required reference to one service. */
  String one(Fields fields, String key) {
    String name = fields.requiredText(key);
    check(fields, key, name);
    return name;
  }

  List<String> many(Fields fields, String key) {
    List<String> names = fields.texts(key);
    names.forEach(name -> check(fields, key, name));
    return names;
  }

  private void check(Fields fields, String key, String name) {
    if (!name.isEmpty()) {
      check(fields.place(key), name);
    }
  }

  void check(Place place, String name) {
    known
        .filter(names -> !names.contains(name))
        .ifPresent(names ->
            problems.at(
                place,
                "recipe.unknown-service",
                "compose.yaml has no service named " + Shown.quoted(name),
                Nearest.hint(name, names, "add the service to compose.yaml")));
  }
}
