package steading.cli;

import steading.recipe.reference.ReferencePage;

/** Prints all that a recipe can say, as a page of Markdown. */
final class RecipeReferenceCommand extends Command {
  RecipeReferenceCommand() {
    super("recipe reference", "Print all that recipe.yaml can say.");
  }

  @Override
  int run(Session session) {
    session.terminal().out().print(ReferencePage.render());
    return 0;
  }
}
