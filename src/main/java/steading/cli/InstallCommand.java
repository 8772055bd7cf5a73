package steading.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import steading.cli.view.DoneText;
import steading.daemon.Requests;

/** Makes an app of a recipe. */
final class InstallCommand extends Command {
  private final Parameter recipe =
      required("RECIPE", "A recipe (see stead recipes), or the directory of one.");
  private final Parameter app = optional("NAME", "What to call the app (default: as the recipe).");
  private final Parameter hosts =
      options("HOST[,HOST…]", "The names under which people reach the app.", "--host");
  private final Parameter version =
      option("VERSION", "The app's version (default: the newest).", "--version");
  private final Parameter settings =
      options("KEY=VALUE", "A setting of the recipe; may be repeated.", "--set");
  private final Parameter email =
      option("ADDRESS", "The administrator, for certificates and the first account.", "--email");
  private final Parameter grants =
      options(
          "CONSTRUCT=VALUE",
          "What its Compose file may take of this machine, such as publish=8080; may be repeated.",
          "--grant");
  private final Parameter noApply =
      flag("Only write app.yaml; apply does the rest later.", "--no-apply");

  InstallCommand() {
    super("install", "Install an app from a recipe.");
    examples(
        "stead install hello --host hello.example.org",
        "stead install pretix tickets --host tickets.example.org --set currency=EUR --yes");
  }

  @Override
  int run(Session session) {
    return session.ask(
        new Requests.Install(
            place(recipe.required()),
            name(app.text(), recipe.required()),
            hosts(hosts.all()),
            version.text(),
            Pairs.of(settings.all()),
            email.text(),
            grants.all(),
            !noApply.on()),
        new DoneText());
  }

  /** The daemon works in another directory. */
  private static String place(String recipe) {
    return recipe.indexOf('/') < 0
        ? recipe
        : Path.of(recipe).toAbsolutePath().normalize().toString();
  }

  private static String name(@Nullable String app, String recipe) {
    if (app != null) {
      return app;
    }
    Path last = Path.of(recipe).toAbsolutePath().normalize().getFileName();
    return last == null ? recipe : last.toString();
  }

  static List<String> hosts(List<String> options) {
    List<String> hosts = new ArrayList<>();
    for (String option : options) {
      for (String host : option.split(",", -1)) {
        if (!host.isBlank()) {
          hosts.add(host.strip());
        }
      }
    }
    return hosts;
  }
}
