package steading.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every command: its place in the overview, and the line that makes it. */
final class Commands {
  /** A part of the overview; the names are in the order in which a newcomer meets them. */
  record Group(String title, List<String> names) {}

  static final List<Group> GROUPS =
      List.of(
          new Group(
              "Apps",
              List.of(
                  "recipes",
                  "install",
                  "import-compose",
                  "ls",
                  "info",
                  "set",
                  "scale",
                  "plugin add",
                  "plugin ls",
                  "plugin remove",
                  "plan",
                  "apply")),
          new Group(
              "Running",
              List.of("start", "stop", "restart", "maintenance", "logs", "exec", "run", "doctor")),
          new Group(
              "Certificates",
              List.of("certs ls", "certs add", "certs renew", "certs revoke", "certs secret")),
          new Group("Leaving and coming back", List.of("remove", "restore")),
          new Group(
              "Backups",
              List.of(
                  "backup",
                  "backups",
                  "drill",
                  "clone",
                  "recover",
                  "export",
                  "import",
                  "repo add",
                  "repo ls",
                  "repo check",
                  "repo kit",
                  "repo remove")),
          new Group(
              "This machine",
              List.of(
                  "serve",
                  "version",
                  "gateway status",
                  "gateway export",
                  "image ls",
                  "gc",
                  "config",
                  "completion",
                  "help")),
          new Group(
              "Recipes of your own", List.of("recipe check", "recipe schema", "recipe reference")));

  private Commands() {}

  /** Only the one that is called is made: time is short. */
  static @Nullable Command named(String name) {
    return switch (name) {
      case "apply" -> new ApplyCommand();
      case "completion" -> new CompletionCommand();
      case "config" -> new ConfigCommand();
      case "doctor" -> new DoctorCommand();
      case "exec" -> new ExecCommand();
      case "gc" -> new GcCommand();
      case "help" -> new HelpCommand();
      case "image ls" -> new ImageLsCommand();
      case "import-compose" -> new ImportComposeCommand();
      case "info" -> new InfoCommand();
      case "install" -> new InstallCommand();
      case "logs" -> new LogsCommand();
      case "ls" -> new LsCommand();
      case "plugin add" -> new PluginAddCommand();
      case "plugin ls" -> new PluginLsCommand();
      case "plugin remove" -> new PluginRemoveCommand();
      case "plan" -> new PlanCommand();
      case "recipe check" -> new RecipeCheckCommand();
      case "recipe reference" -> new RecipeReferenceCommand();
      case "recipe schema" -> new RecipeSchemaCommand();
      case "recipes" -> new RecipesCommand();
      case "remove" -> new RemoveCommand();
      case "restart" -> new RestartCommand();
      case "run" -> new RunCommand();
      case "scale" -> new ScaleCommand();
      case "serve" -> new ServeCommand();
      case "set" -> new SetCommand();
      case "start" -> new StartCommand();
      case "stop" -> new StopCommand();
      case "version" -> new VersionCommand();
      default -> aboutCertificates(name);
    };
  }

  private static @Nullable Command aboutCertificates(String name) {
    return switch (name) {
      case "certs add" -> new CertsAddCommand();
      case "certs ls" -> new CertsLsCommand();
      case "certs renew" -> new CertsRenewCommand();
      case "certs revoke" -> new CertsRevokeCommand();
      case "certs secret" -> new CertsSecretCommand();
      default -> ofGateway(name);
    };
  }

  private static @Nullable Command ofGateway(String name) {
    return switch (name) {
      case "gateway export" -> new GatewayExportCommand();
      case "gateway status" -> new GatewayStatusCommand();
      case "maintenance" -> new MaintenanceCommand();
      default -> ofBackups(name);
    };
  }

  private static @Nullable Command ofBackups(String name) {
    return switch (name) {
      case "backup" -> new BackupCommand();
      case "backups" -> new BackupsCommand();
      case "clone" -> new CloneCommand();
      case "drill" -> new DrillCommand();
      case "export" -> new ExportCommand();
      case "import" -> new ImportCommand();
      case "recover" -> new RecoverCommand();
      case "restore" -> new RestoreCommand();
      default -> ofRepositories(name);
    };
  }

  private static @Nullable Command ofRepositories(String name) {
    return switch (name) {
      case "repo add" -> new RepoAddCommand();
      case "repo check" -> new RepoCheckCommand();
      case "repo kit" -> new RepoKitCommand();
      case "repo ls" -> new RepoLsCommand();
      case "repo remove" -> new RepoRemoveCommand();
      default -> null;
    };
  }

  static List<String> names() {
    List<String> names = new ArrayList<>();
    GROUPS.forEach(group -> names.addAll(group.names()));
    return names;
  }

  static List<Command> all() {
    List<Command> all = new ArrayList<>();
    for (String name : names()) {
      all.add(Cli.command(name));
    }
    return all;
  }
}
