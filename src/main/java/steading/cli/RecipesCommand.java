package steading.cli;

import steading.cli.view.RecipeTable;
import steading.daemon.Requests;

/** List what can be installed. */
final class RecipesCommand extends Command {
  private final Parameter word = optional("WORD", "Only recipes that have to do with this.");

  RecipesCommand() {
    super("recipes", "List what can be installed.");
    examples("stead recipes", "stead recipes ticket");
  }

  @Override
  int run(Session session) {
    return session.ask(new Requests.Recipes(word.text()), new RecipeTable());
  }
}
