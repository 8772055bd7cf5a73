package steading.recipe;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import steading.compose.yaml.Fields;
import steading.compose.yaml.Node;
import steading.problem.Nearest;
import steading.problem.Problem;
import steading.problem.Problems;
import steading.recipe.Recipe.Setting;

/** Reads {@code settings:}: what the owner of an app may choose. */
final class SettingReader {
  static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");
  private static final List<String> TYPES =
      Stream.of(Recipe.Type.values()).map(type -> type.name().toLowerCase(Locale.ROOT)).toList();

  private final VariableReader variables;
  private final Problems problems;

  SettingReader(VariableReader variables, Problems problems) {
    this.variables = variables;
    this.problems = problems;
  }

  Map<String, Setting> read(Fields parent) {
    Map<String, Setting> settings = new LinkedHashMap<>();
    parent.entries("settings").forEach((name, entry) -> settings.put(name, setting(name, entry)));
    return settings;
  }

  private Setting setting(String name, Node.Entry entry) {
    checkName(name, entry, problems);
    Fields fields = Fields.of(entry.value(), problems);
    Recipe.Type type = type(fields);
    Setting setting =
        new Setting(
            name,
            type,
            fields.text("default"),
            fields.bool("required", false),
            fields.bool("secret", false),
            fields.bool("multiline", false),
            variables.read(fields, "the setting " + name, name),
            pattern(fields),
            limit(fields, "min", type),
            limit(fields, "max", type),
            fields.texts("choices"),
            fields.text("help", "").strip());
    checkSense(setting, fields);
    fields.done();
    return setting;
  }

  static void checkName(String name, Node.Entry entry, Problems problems) {
    if (!NAME.matcher(name).matches()) {
      problems.at(
          entry.keyPlace(),
          "recipe.bad-name",
          Shown.quoted(name) + " cannot be a name here",
          "use lower-case letters, digits and underscores; for example admin_email");
    }
  }

  private Recipe.Type type(Fields fields) {
    String text = fields.text("type", "string");
    if (!TYPES.contains(text)) {
      fields.problem(
          "type",
          "recipe.unknown-type",
          "there is no type " + Shown.quoted(text),
          Nearest.hint(text, TYPES, ""));
      return Recipe.Type.STRING;
    }
    return Recipe.Type.valueOf(text.toUpperCase(Locale.ROOT));
  }

  private static @Nullable String pattern(Fields fields) {
    String pattern = fields.text("pattern");
    String why = pattern == null ? null : Matching.whyNot(pattern);
    if (pattern != null && why != null) {
      fields.problem(
          "pattern",
          "recipe.bad-pattern",
          Shown.quoted(pattern) + " is not a regular expression: " + why,
          "correct it; Java's syntax applies");
      return null;
    }
    return pattern;
  }

  private static @Nullable Long limit(Fields fields, String key, Recipe.Type type) {
    return switch (type) {
      case DURATION -> {
        Duration duration = fields.duration(key);
        yield duration == null ? null : duration.toSeconds();
      }
      case SIZE -> fields.size(key);
      case STRING, INTEGER, BOOLEAN, CHOICE, EMAIL, URL -> fields.number(key);
    };
  }

  private void checkSense(Setting setting, Fields fields) {
    if ((setting.type() == Recipe.Type.CHOICE) == setting.choices().isEmpty()) {
      fields.problem(
          "choices",
          "recipe.bad-choices",
          setting.type() == Recipe.Type.CHOICE
              ? "a setting of type choice needs choices"
              : "only a setting of type choice has choices",
          "write type: choice together with choices: [one, two]");
    }
    if (setting.secret() && setting.fallback() != null) {
      fields.problem(
          "default",
          "recipe.secret-default",
          "a secret setting cannot have a default that everybody can read",
          "remove the default, or list it under secrets to have it generated");
    }
    String fallback = setting.fallback();
    if (fallback != null
        && (setting.type() != Recipe.Type.CHOICE || !setting.choices().isEmpty())) {
      SettingCheck.check(setting, fallback).ifPresent(bad -> addDefault(bad, fields));
    }
  }

  private void addDefault(Problem bad, Fields fields) {
    problems.add(
        new Problem(
            "recipe.bad-default",
            bad.exit(),
            fields.place("default"),
            "the default does not fit: " + bad.what(),
            bad.why(),
            "change the default or what is allowed"));
  }
}
