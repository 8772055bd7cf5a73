package steading.app;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import steading.problem.Nearest;
import steading.problem.Problem;
import steading.problem.Problems;
import steading.recipe.Recipe;
import steading.recipe.SettingCheck;
import steading.recipe.Shown;

/**
 * Settings as somebody gave them, judged and sorted by where they are kept.
 *
 * @param settings for app.yaml
 * @param secrets for {@link Secrets}, by the setting's name
 */
public record Choices(Map<String, String> settings, Map<String, String> secrets) {
  public Choices {
    settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    secrets = Collections.unmodifiableMap(new TreeMap<>(secrets));
  }

  /** Judges every value; what has a problem is left out. */
  public static Choices of(Recipe recipe, Map<String, String> given, Problems problems) {
    Map<String, String> settings = new TreeMap<>();
    Map<String, String> secrets = new TreeMap<>();
    given.forEach((name, value) -> {
      Recipe.Setting setting = recipe.settings().get(name);
      if (setting == null) {
        problems.add(unknown(recipe, name));
        return;
      }
      SettingCheck.check(setting, value)
          .ifPresentOrElse(
              problems::add, () -> (setting.secret() ? secrets : settings).put(name, value));
    });
    return new Choices(settings, secrets);
  }

  static Problem unknown(Recipe recipe, String name) {
    if (recipe.secrets().containsKey(name)) {
      return Problem.usage(
          "setting.generated",
          name + " is a secret that Steading generates, not a setting",
          "read it with stead info NAME --secrets");
    }
    return Problem.usage(
        "setting.unknown",
        "the recipe " + recipe.name() + " has no setting named " + Shown.quoted(name),
        Nearest.hint(name, recipe.settings().keySet(), "remove it; the recipe has no settings"));
  }

  /** Names only: the values may be secret. */
  @Override
  public String toString() {
    return "Choices" + settings.keySet() + secrets.keySet();
  }
}
