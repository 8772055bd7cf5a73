package steading.recipe;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import steading.compose.yaml.Fields;
import steading.compose.yaml.Node;
import steading.problem.Problems;

/** Reads {@code secrets:}: what is generated for each app. */
final class SecretReader {
  private static final int USUAL_LENGTH = 32;
  private static final int SHORTEST = 12;
  private static final int LONGEST = 256;

  private final VariableReader variables;
  private final Set<String> settings;
  private final Problems problems;

  SecretReader(VariableReader variables, Set<String> settings, Problems problems) {
    this.variables = variables;
    this.settings = settings;
    this.problems = problems;
  }

  Map<String, Recipe.Secret> read(Fields parent) {
    Map<String, Recipe.Secret> secrets = new LinkedHashMap<>();
    parent.entries("secrets").forEach((name, entry) -> secrets.put(name, secret(name, entry)));
    return secrets;
  }

  private Recipe.Secret secret(String name, Node.Entry entry) {
    SettingReader.checkName(name, entry, problems);
    if (settings.contains(name)) {
      problems.at(
          entry.keyPlace(),
          "recipe.duplicate-name",
          "a setting is named " + name + ", too",
          "rename one of them");
    }
    Fields fields = Fields.of(entry.value(), problems);
    int length = fields.integer("length", USUAL_LENGTH);
    if (length < SHORTEST || length > LONGEST) {
      fields.problem(
          "length",
          "recipe.bad-length",
          "a secret of " + length + " characters is not possible",
          "choose a length from " + SHORTEST + " to " + LONGEST);
    }
    String variable = variables.read(fields, "the secret " + name, name);
    String help = fields.text("help", "").strip();
    boolean renew = fields.bool("renew", false);
    fields.done();
    return new Recipe.Secret(name, length, variable, help, renew);
  }
}
