package steading.recipe;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import steading.compose.yaml.Fields;
import steading.problem.Place;
import steading.problem.Problems;

/** Names of Compose variables, each of which one thing alone may fill. */
final class VariableReader {
  private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9_]{0,100}");
  private static final String OURS = "STEADING_";

  private final Map<String, String> fillers = new HashMap<>();
  private final Problems problems;

  VariableReader(Problems problems) {
    this.problems = problems;
  }

  /** Reads the key {@code variable}; without one, the thing's own name in capitals. */
  String read(Fields fields, String owner, String name) {
    String variable = fields.text("variable", name.toUpperCase(Locale.ROOT));
    check(variable, owner, fields.place("variable"));
    return variable;
  }

  /** Two things with the same {@code owner} may fill the same variable. */
  void check(String variable, String owner, Place place) {
    if (!NAME.matcher(variable).matches()) {
      problems.at(
          place,
          "recipe.bad-variable",
          Shown.quoted(variable) + " is not a variable name",
          "use capitals, digits and underscores, a letter first; for example HELLO_GREETING");
    } else if (variable.startsWith(OURS)) {
      problems.at(
          place,
          "recipe.reserved-variable",
          "variables that begin with " + OURS + " are set by Steading",
          "choose another name for " + variable);
    } else {
      String other = claim(variable, owner);
      if (other != null) {
        problems.at(
            place,
            "recipe.duplicate-variable",
            variable + " is already filled by " + other,
            "give " + owner + " a variable of its own");
      }
    }
  }

  private @Nullable String claim(String variable, String owner) {
    String other = fillers.putIfAbsent(variable, owner);
    return owner.equals(other) ? null : other;
  }
}
