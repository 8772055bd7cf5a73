package steading.recipe;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import steading.compose.yaml.Fields;
import steading.problem.Nearest;
import steading.recipe.Recipe.Setting;

/** Reads {@code admin:}, whose name is a word or a variable. */
final class AdminReader {
  static final String EMAIL = "STEADING_EMAIL";
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)}");

  private final Set<String> variables;
  private final Set<String> secrets;
  private final Set<String> prefixes;

  AdminReader(
      Collection<Setting> settings, Set<String> secrets, Collection<Recipe.RouteRule> routes) {
    this.variables =
        Stream.concat(
                Stream.of(EMAIL), settings.stream().filter(s -> !s.secret()).map(Setting::variable))
            .collect(Collectors.toUnmodifiableSet());
    this.secrets = secrets;
    this.prefixes =
        routes.stream().map(Recipe.RouteRule::prefix).collect(Collectors.toUnmodifiableSet());
  }

  /** The variable that the name is, if it is one. */
  static Optional<String> variable(String name) {
    Matcher matcher = VARIABLE.matcher(name);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  Recipe.@Nullable Admin read(Fields parent) {
    Fields fields = parent.fields("admin");
    if (fields == null) {
      return null;
    }
    String name = fields.requiredText("name");
    Recipe.Admin admin =
        new Recipe.Admin(
            name,
            fields.bool("email", variable(name).filter(EMAIL::equals).isPresent()),
            fields.requiredText("password"),
            fields.text("login", "/"),
            ServiceReader.dotted(fields.text("prefix", "")));
    check(admin, fields);
    fields.done();
    return admin;
  }

  private void check(Recipe.Admin admin, Fields fields) {
    String variable = variable(admin.name()).orElse("");
    if (admin.name().indexOf('$') >= 0 && !variables.contains(variable)) {
      fields.problem(
          "name",
          "recipe.bad-admin-name",
          Shown.quoted(admin.name()) + " is neither a name nor the variable of a setting",
          Nearest.hint(variable, variables, "write a name, or ${" + EMAIL + "}"));
    }
    if (!admin.email() && variable.equals(EMAIL)) {
      fields.problem(
          "email",
          "recipe.admin-needs-email",
          "the name is the owner's address, so there must be one",
          "remove email: false");
    }
    if (!admin.passwordSecret().isEmpty() && !secrets.contains(admin.passwordSecret())) {
      fields.problem(
          "password",
          "recipe.unknown-secret",
          "there is no secret named " + Shown.quoted(admin.passwordSecret()),
          Nearest.hint(admin.passwordSecret(), secrets, "add it under secrets"));
    }
    if (!admin.prefix().isEmpty() && !prefixes.contains(admin.prefix())) {
      fields.problem(
          "prefix",
          "recipe.unknown-prefix",
          "no route has the prefix " + Shown.quoted(admin.prefix()),
          Nearest.hint(admin.prefix(), prefixes, "add the route, or remove the prefix"));
    }
    if (!admin.loginPath().startsWith("/")) {
      fields.problem(
          "login",
          "recipe.bad-path",
          Shown.quoted(admin.loginPath()) + " is not a path",
          "begin it with /, for example /login");
    }
  }
}
