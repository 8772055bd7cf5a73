package steading.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import steading.compose.yaml.Fields;
import steading.compose.yaml.Node;
import steading.compose.yaml.Scalars;
import steading.compose.yaml.Yaml;
import steading.problem.Problem;
import steading.problem.Problems;
import steading.recipe.Shown;

/** What steading.yaml says, where the environment says nothing else. */
record HomeSettings(
    int httpPort,
    int httpsPort,
    @Nullable String dockerHost,
    List<Path> recipes,
    TlsSettings tls,
    GatewaySettings gateway,
    Care care) {
  private static final String FILE = "steading.yaml";
  private static final int HTTP = 80;
  private static final int HTTPS = 443;
  private static final int HIGHEST_PORT = 65535;

  static HomeSettings read(Path home, Map<String, String> environment, Problems problems) {
    Fields fields = fields(home.resolve(FILE), problems);
    int http = port(fields, "http-port", HTTP);
    int https = port(fields, "https-port", HTTPS);
    String engine = fields == null ? null : fields.text("docker-host");
    List<Path> recipes = fields == null ? List.of() : recipes(home, fields);
    TlsSettings tls = TlsSettings.read(home, fields, problems);
    GatewaySettings gateway =
        new GatewaySettingsReader(problems).read(fields == null ? null : fields.fields("gateway"));
    Care care = Care.read(fields);
    if (fields != null) {
      fields.done();
    }
    String chosenEngine = environment.getOrDefault("DOCKER_HOST", "");
    HomeSettings settings =
        new HomeSettings(
            port(environment, "STEADING_HTTP_PORT", http, problems),
            port(environment, "STEADING_HTTPS_PORT", https, problems),
            chosenEngine.isBlank() ? engine : chosenEngine,
            recipes,
            tls,
            gateway,
            care);
    if (settings.httpPort == settings.httpsPort) {
      problems.add(
          Problem.usage(
              "home.same-port",
              "HTTP and HTTPS cannot both be on port " + settings.httpPort,
              "change http-port or https-port in " + home.resolve(FILE) + ", or the environment"));
    }
    return settings;
  }

  private static @Nullable Fields fields(Path file, Problems problems) {
    Node root = Files.exists(file) ? Yaml.read(file, problems) : null;
    boolean empty = root instanceof Node.Scalar scalar && scalar.isNull();
    return root == null || empty ? null : Fields.of(root, problems);
  }

  private static int port(@Nullable Fields fields, String key, int usual) {
    int port = fields == null ? usual : fields.integer(key, usual);
    if (fields != null && !isPort(port)) {
      fields.problem(key, "home.bad-port", port + " is not a port", "use 1 to 65535");
    }
    return port;
  }

  private static int port(
      Map<String, String> environment, String variable, int usual, Problems problems) {
    String text = environment.getOrDefault(variable, "");
    Long port = text.isBlank() ? Long.valueOf(usual) : Scalars.integer(text.strip());
    if (port == null || !isPort(port)) {
      problems.add(
          Problem.usage(
              "home.bad-port",
              variable + " is " + Shown.quoted(text) + ", which is not a port",
              "set it to a number from 1 to 65535"));
      return usual;
    }
    return port.intValue();
  }

  private static boolean isPort(long port) {
    return port >= 1 && port <= HIGHEST_PORT;
  }

  private static List<Path> recipes(Path home, Fields fields) {
    List<String> texts = fields.texts("recipes");
    List<Path> paths =
        texts.stream()
            .filter(text -> text.indexOf('\0') < 0)
            .map(text -> home.resolve(text).normalize())
            .toList();
    for (Path path : paths) {
      if (!Files.isDirectory(path)) {
        fields.problem(
            "recipes",
            "home.no-recipes",
            path + " is not a directory",
            "list directories that hold recipes, or remove the line");
      }
    }
    return paths;
  }
}
