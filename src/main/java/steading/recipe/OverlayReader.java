package steading.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import steading.compose.yaml.Fields;
import steading.problem.Problems;

/** Reads {@code overlays:}, the places for files of the owner's own. */
final class OverlayReader {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,62}");
  private static final Pattern DIRECTORY =
      Pattern.compile("(?:/(?!\\.\\.?(?:/|$))[A-Za-z0-9._-]+){2,}");
  private static final String ANY_NAME = "[A-Za-z0-9][A-Za-z0-9._-]*";

  private final ServiceNames services;
  private final Problems problems;

  OverlayReader(ServiceNames services, Problems problems) {
    this.services = services;
    this.problems = problems;
  }

  List<Recipe.Overlay> read(Fields parent) {
    List<Recipe.Overlay> overlays = new ArrayList<>();
    parent
        .entries("overlays")
        .forEach((name, entry) -> {
          if (!NAME.matcher(name).matches()) {
            problems.at(
                entry.keyPlace(),
                "recipe.bad-name",
                Shown.quoted(name) + " cannot be a name here",
                "use lower-case letters, digits, dashes and underscores; for example settings");
          }
          overlays.add(overlay(name, Fields.of(entry.value(), problems)));
        });
    return overlays;
  }

  private Recipe.Overlay overlay(String name, Fields fields) {
    fields.required("services");
    List<String> into = services.many(fields, "services");
    String directory = fields.requiredText("directory");
    if (!directory.isEmpty() && !DIRECTORY.matcher(directory).matches()) {
      fields.problem(
          "directory",
          "recipe.bad-directory",
          Shown.quoted(directory) + " is not a directory that can be filled",
          "write an absolute path of two names or more, for example /etc/shop/settings.d");
    }
    String pattern = pattern(fields);
    String help = fields.text("help", "").strip();
    fields.done();
    return new Recipe.Overlay(name, into, directory, pattern, help);
  }

  private static String pattern(Fields fields) {
    String pattern = fields.text("pattern", ANY_NAME);
    try {
      Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      fields.problem(
          "pattern",
          "recipe.bad-pattern",
          "this is no regular expression: " + e.getDescription(),
          "write one that whole names of files match, such as [a-z0-9_]+\\.py");
      return ANY_NAME;
    }
    return pattern;
  }
}
