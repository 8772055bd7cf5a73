package steading.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import steading.cli.view.DoneText;
import steading.daemon.Requests;
import steading.problem.Problem;

/** Makes an app of any Compose file. */
final class ImportComposeCommand extends Command {
  private static final int HIGHEST_PORT = 65_535;

  private final Parameter file =
      required("FILE", "A Compose file, or the directory in which Compose would find one.");
  private final Parameter app = required("NAME", "What to call the app.");
  private final Parameter hosts =
      options("HOST[,HOST…]", "The names under which people reach the app.", "--host");
  private final Parameter service =
      option("SERVICE", "Which service they reach (default: the one with a port).", "--service");
  private final Parameter port = option("PORT", "At which of its ports.", "--port");
  private final Parameter over =
      options(
          "FILE", "A further Compose file that lies over FILE; may be repeated.", "-f", "--file");
  private final Parameter envFiles =
      options("FILE", "Variables, in place of the .env beside the file.", "--env-file");
  private final Parameter settings =
      options("KEY=VALUE", "Another value for a variable of the .env file.", "--set");
  private final Parameter grants =
      options(
          "CONSTRUCT=VALUE",
          "What the file may take of this machine, such as publish=8080; may be repeated.",
          "--grant");
  private final Parameter adopt =
      flag("Take over the stack that runs from this file, with its data where it is.", "--adopt");
  private final Parameter project =
      option("PROJECT", "Which stack, where several run from this file.", "--project");
  private final Parameter noApply =
      flag("Only write app.yaml; apply does the rest later.", "--no-apply");

  ImportComposeCommand() {
    super("import-compose", "Make an app of a Compose file.");
    examples(
        "stead import-compose ./compose.yaml wiki --host wiki.example.org",
        "stead import-compose /srv/shop shop --host shop.example.org --service web --port 8080",
        "stead import-compose /srv/shop/compose.yaml shop --adopt");
  }

  @Override
  int run(Session session) {
    List<String> files = new ArrayList<>(List.of(absolute(file.required())));
    over.all().forEach(each -> files.add(absolute(each)));
    return session.ask(
        new Requests.ImportCompose(
            files,
            app.required(),
            InstallCommand.hosts(hosts.all()),
            service.text(),
            port(port.text()),
            envFiles.all().stream().map(ImportComposeCommand::absolute).toList(),
            Pairs.of(settings.all()),
            grants.all(),
            adopt.on(),
            project.text(),
            !noApply.on()),
        new DoneText());
  }

  /** The daemon works in another directory. */
  private static String absolute(String file) {
    return Path.of(file).toAbsolutePath().normalize().toString();
  }

  private static @Nullable Integer port(@Nullable String text) {
    if (text == null) {
      return null;
    }
    int port = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
    if (port < 1 || port > HIGHEST_PORT) {
      throw Problem.usage("usage", "--port needs a number from 1 to 65535", "write --port 8080")
          .raise();
    }
    return port;
  }
}
