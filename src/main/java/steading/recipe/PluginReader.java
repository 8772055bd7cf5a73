package steading.recipe;

import org.jspecify.annotations.Nullable;
import steading.compose.yaml.Fields;

/** Reads {@code plugins:}, how an application takes packages that extend it. */
final class PluginReader {
  private final VariableReader variables;
  private final ServiceNames services;

  PluginReader(VariableReader variables, ServiceNames services) {
    this.variables = variables;
    this.services = services;
  }

  Recipe.@Nullable Plugins read(Fields parent) {
    Fields fields = parent.fields("plugins");
    if (fields == null) {
      return null;
    }
    String variable = fields.requiredText("variable");
    if (!variable.isEmpty()) {
      variables.check(variable, "plugins", fields.place("variable"));
    }
    Recipe.Plugins plugins =
        new Recipe.Plugins(
            variable,
            services.one(fields, "service"),
            TaskReader.command(fields, "resolve"),
            fields.text("help", "").strip());
    fields.done();
    return plugins;
  }
}
