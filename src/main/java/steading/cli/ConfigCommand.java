package steading.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import steading.cli.terminal.Clean;
import steading.compose.UsualFiles;
import steading.compose.phase.EnvFile;
import steading.compose.phase.ProjectTree;
import steading.compose.yaml.YamlWriter;
import steading.daemon.control.Json;
import steading.daemon.control.RecordJson;
import steading.problem.Exit;
import steading.problem.Problem;
import steading.problem.Problems;

/** Prints what Compose files come to. Asks nobody: neither the daemon nor the Engine. */
final class ConfigCommand extends Command {
  private final Parameter files =
      options("FILE", "A Compose file; later ones lie over earlier ones.", "-f", "--file");
  private final Parameter profiles =
      options("PROFILE", "Switch on a profile; * for all.", "--profile");
  private final Parameter envFiles =
      options("FILE", "Variables, in place of the .env beside the file.", "--env-file");
  private final Parameter project =
      option("NAME", "The project's name (default: the directory's).", "-p", "--project-name");
  private final Parameter at =
      option("DIR", "Where the project is (default: the first file's).", "--project-directory");
  private final Parameter format = option("FORMAT", "yaml (default) or json.", "--format");
  private final Parameter noInterpolate =
      flag("Leave variables as they are written.", "--no-interpolate");
  private final Parameter services = flag("Print the names of the services only.", "--services");
  private final Parameter volumes = flag("Print the names of the volumes only.", "--volumes");
  private final Parameter images = flag("Print the images of the services only.", "--images");
  private final Parameter hash =
      option("SERVICE", "Print a service's fingerprint; * for all.", "--hash");
  private final Parameter quiet = flag("Print nothing; check only.", "-q", "--quiet");

  ConfigCommand() {
    super("config", "Print the resolved model of Compose files.");
    examples(
        "stead config -f compose.yaml -f production.yaml", "stead config --profile debug --images");
  }

  @Override
  int run(Session session) {
    boolean json = json(session);
    Problems problems = new Problems();
    Problems warnings = new Problems();
    List<Path> paths = paths();
    Path directory = directory(paths);
    Map<String, String> variables = variables(session, directory, problems);
    String said = project.text();
    String name = said == null ? variables.getOrDefault("COMPOSE_PROJECT_NAME", "") : said;
    ProjectTree tree =
        ProjectTree.load(
            new ProjectTree.Request(
                paths,
                variables,
                name,
                directory,
                profiles(variables),
                !noInterpolate.on(),
                noInterpolate.on()),
            problems,
            warnings);
    for (Problem warning : warnings.list()) {
      session.terminal().err().println("stead: warning: " + Clean.lines(warning.text()));
    }
    problems.raiseIfAny();
    print(session, tree, json);
    return Exit.DONE.code();
  }

  private void print(Session session, ProjectTree tree, boolean json) {
    Map<String, @Nullable Object> model = tree.canonical(json);
    List<String> lines = new ConfigLines(model).of(services.on(), volumes.on(), images.on());
    if (hash.on()) {
      lines = new ConfigLines(tree.canonical(false)).hashes(hash.required());
    }
    if (quiet.on()) {
      return;
    }
    if (services.on() || volumes.on() || images.on() || hash.on()) {
      if (session.json()) {
        session.terminal().out().println(Json.pretty(RecordJson.of(lines)));
      } else {
        lines.forEach(line -> session.terminal().out().println(line));
      }
    } else if (json) {
      session.terminal().out().println(Json.pretty(RecordJson.of(model)));
    } else {
      session.terminal().out().print(YamlWriter.write(model));
    }
  }

  private Set<String> profiles(Map<String, String> variables) {
    Set<String> on = new LinkedHashSet<>(profiles.all());
    if (on.isEmpty()) {
      for (String profile : variables.getOrDefault("COMPOSE_PROFILES", "").split(",", -1)) {
        if (!profile.isBlank()) {
          on.add(profile.strip());
        }
      }
    }
    if (noInterpolate.on()) {
      on.add("*");
    }
    return on;
  }

  private boolean json(Session session) {
    String chosen = format.text();
    if (chosen != null && !chosen.equals("yaml") && !chosen.equals("json")) {
      throw Problem.usage("usage", "--format does not know \"" + chosen + "\"", "yaml or json")
          .raise();
    }
    return session.json() || "json".equals(chosen);
  }

  /** Without {@code -f}, the usual file here or in the nearest directory above that has one. */
  private List<Path> paths() {
    List<Path> paths = new ArrayList<>();
    files.all().forEach(file -> paths.add(Path.of(file)));
    String said = at.text();
    Path directory = Path.of(said == null ? "" : said).toAbsolutePath();
    while (paths.isEmpty() && directory != null) {
      paths.addAll(UsualFiles.in(directory));
      directory = directory.getParent();
    }
    if (paths.isEmpty()) {
      throw Problem.usage(
              "config.no-file", "there is no compose.yaml here", "name a file with -f FILE")
          .raise();
    }
    return paths;
  }

  private Path directory(List<Path> paths) {
    String said = at.text();
    Path parent = paths.getFirst().toAbsolutePath().normalize().getParent();
    return said != null ? Path.of(said) : parent == null ? Path.of("/") : parent;
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
