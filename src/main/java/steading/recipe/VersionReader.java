package steading.recipe;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import steading.compose.yaml.Fields;
import steading.compose.yaml.Node;
import steading.problem.Nearest;
import steading.problem.Problems;

/** Reads {@code versions:}, newest first. */
final class VersionReader {
  private static final Pattern VERSION = Pattern.compile("[0-9A-Za-z][0-9A-Za-z._+-]{0,63}");

  private final VariableReader variables;
  private final Problems problems;

  VersionReader(VariableReader variables, Problems problems) {
    this.variables = variables;
    this.problems = problems;
  }

  List<Recipe.Version> read(Fields parent) {
    List<Recipe.Version> versions = new ArrayList<>();
    List<Fields> places = new ArrayList<>();
    for (Node item : parent.list("versions")) {
      Fields fields = Fields.of(item, problems);
      versions.add(version(fields));
      places.add(fields);
    }
    noDuplicates(versions, places);
    knownPredecessors(versions, places);
    if (!versions.isEmpty() && versions.stream().allMatch(Recipe.Version::withdrawn)) {
      parent.problem(
          "versions",
          "recipe.all-withdrawn",
          "every version is withdrawn, so nobody can install the recipe",
          "add a version without withdrawn");
    }
    return versions;
  }

  private Recipe.Version version(Fields fields) {
    String version = fields.requiredText("version");
    if (!version.isEmpty() && !VERSION.matcher(version).matches()) {
      fields.problem(
          "version",
          "recipe.bad-version",
          Shown.quoted(version) + " cannot be a version",
          "use letters, digits, dots, dashes, underscores and plus signs; for example \"2.0.0\"");
    }
    Map<String, String> values = fields.textMap("variables");
    values
        .keySet()
        .forEach(name -> variables.check(name, "the versions", fields.place("variables")));
    List<String> from = fields.texts("from");
    boolean withdrawn = fields.bool("withdrawn", false);
    String notes = fields.text("notes", "").strip();
    fields.done();
    return new Recipe.Version(version, values, from, withdrawn, notes);
  }

  private void noDuplicates(List<Recipe.Version> versions, List<Fields> places) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < versions.size(); i++) {
      String version = versions.get(i).version();
      if (!version.isEmpty() && !seen.add(version)) {
        places
            .get(i)
            .problem(
                "version",
                "recipe.duplicate-version",
                "the version " + Shown.quoted(version) + " is listed twice",
                "remove one of them");
      }
    }
  }

  private void knownPredecessors(List<Recipe.Version> versions, List<Fields> places) {
    Set<String> names = new LinkedHashSet<>();
    versions.forEach(version -> names.add(version.version()));
    for (int i = 0; i < versions.size(); i++) {
      String own = versions.get(i).version();
      for (String from : versions.get(i).from()) {
        if (!names.contains(from) || from.equals(own)) {
          Set<String> others = new LinkedHashSet<>(names);
          others.remove(own);
          places
              .get(i)
              .problem(
                  "from",
                  "recipe.unknown-version",
                  "there is no other version " + Shown.quoted(from) + " to upgrade from",
                  Nearest.hint(from, others, "remove it"));
        }
      }
    }
  }
}
