package steading.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import steading.cli.terminal.Clean;
import steading.compose.Canonical;
import steading.compose.ComposeLoader;
import steading.compose.EnvFile;
import steading.compose.Project;
import steading.compose.yaml.YamlWriter;
import steading.daemon.control.Json;
import steading.daemon.control.RecordJson;
import steading.problem.Exit;
import steading.problem.Problem;
import steading.problem.Problems;

/** Prints what Compose files come to. Asks nobody: neither the daemon nor the Engine. */
final class ConfigCommand extends Command {
  private static final List<String> USUAL =
      List.of("compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml");

  private final Parameter files =
      options("FILE", "A Compose file; later ones lie over earlier ones.", "-f", "--file");
  private final Parameter envFiles =
      options("FILE", "Variables, in place of the .env beside the file.", "--env-file");
  private final Parameter project =
      option("NAME", "The project's name (default: the directory's).", "-p", "--project-name");
  private final Parameter format = option("FORMAT", "yaml (default) or json.", "--format");

  ConfigCommand() {
    super("config", "Print the resolved model of Compose files.");
    examples("stead config -f compose.yaml -f production.yaml");
  }

  @Override
  int run(Session session) {
    boolean json = json(session);
    Problems problems = new Problems();
    Problems warnings = new Problems();
    List<Path> paths = paths();
    Path directory = directory(paths.getFirst());
    Map<String, String> variables = variables(session, directory, problems);
    String name = project.text();
    Project loaded =
        ComposeLoader.load(
            paths, variables, name == null ? "" : name, directory, problems, warnings);
    for (Problem warning : warnings.list()) {
      session.terminal().err().println("stead: warning: " + Clean.lines(warning.text()));
    }
    problems.raiseIfAny();
    Map<String, Object> model = Canonical.of(loaded);
    if (json) {
      session.terminal().out().println(Json.pretty(RecordJson.of(model)));
    } else {
      session.terminal().out().print(YamlWriter.write(model));
    }
    return Exit.DONE.code();
  }

  private boolean json(Session session) {
    String chosen = format.text();
    if (chosen != null && !chosen.equals("yaml") && !chosen.equals("json")) {
      throw Problem.usage("usage", "--format does not know \"" + chosen + "\"", "yaml or json")
          .raise();
    }
    return session.json() || "json".equals(chosen);
  }

  private List<Path> paths() {
    List<Path> paths = new ArrayList<>();
    files.all().forEach(file -> paths.add(Path.of(file)));
    for (String usual : USUAL) {
      if (paths.isEmpty() && Files.exists(Path.of(usual))) {
        paths.add(Path.of(usual));
      }
    }
    if (paths.isEmpty()) {
      throw Problem.usage(
              "config.no-file", "there is no compose.yaml here", "name a file with -f FILE")
          .raise();
    }
    return paths;
  }

  private static Path directory(Path file) {
    Path parent = file.toAbsolutePath().normalize().getParent();
    return parent == null ? Path.of("/") : parent;
  }

  /** The environment wins over files, and later files over earlier ones. */
  private Map<String, String> variables(Session session, Path directory, Problems problems) {
    Map<String, String> environment = session.terminal().environment();
    List<Path> sources = new ArrayList<>();
    envFiles.all().forEach(file -> sources.add(Path.of(file)));
    Path usual = directory.resolve(".env");
    if (sources.isEmpty() && Files.isRegularFile(usual)) {
      sources.add(usual);
    }
    Map<String, String> variables = new HashMap<>();
    for (Path source : sources) {
      Map<String, String> known = new HashMap<>(variables);
      known.putAll(environment);
      variables.putAll(EnvFile.read(source, known, problems));
    }
    variables.putAll(environment);
    return variables;
  }
}
