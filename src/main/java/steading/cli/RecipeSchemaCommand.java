package steading.cli;

import steading.recipe.reference.RecipeSchema;

/** Prints the format of recipes as a JSON Schema. */
final class RecipeSchemaCommand extends Command {
  RecipeSchemaCommand() {
    super("recipe schema", "Print the JSON Schema of recipe.yaml, for editors.");
    examples("stead recipe schema > recipe.schema.json");
  }

  @Override
  int run(Session session) {
    session.terminal().out().println(RecipeSchema.of().toPrettyString());
    return 0;
  }
}
