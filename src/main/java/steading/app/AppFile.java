package steading.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import steading.compose.Grants;
import steading.compose.yaml.Fields;
import steading.compose.yaml.Node;
import steading.compose.yaml.Scalars;
import steading.compose.yaml.Yaml;
import steading.problem.Problem;
import steading.problem.ProblemException;
import steading.problem.Problems;
import steading.recipe.SettingCheck;
import steading.recipe.Shown;

/** app.yaml as a file that both people and Steading edit. */
public final class AppFile {
  public static final String NAME = "app.yaml";
  private static final int MOST_REPLICAS = 1000;

  private AppFile() {}

  /** Empty when a problem was added. */
  public static Optional<App> read(Path file, String app, Problems problems) {
    Problems own = new Problems();
    Node root = Yaml.read(file, own);
    return app(root, app, own, problems);
  }

  /** The app as the text of a fresh file. */
  public static String text(App app) {
    return AppText.fresh(app);
  }

  /** What {@link #text} wrote. */
  public static App parse(String name, String text) {
    Problems problems = new Problems();
    Optional<App> app = parse(name + "/" + NAME, text, name, problems);
    return app.orElseThrow(() -> new ProblemException(problems.list()));
  }

  /** Reads text that stands, or is to stand, in {@code file}. */
  static Optional<App> parse(String file, String text, String app, Problems problems) {
    Problems own = new Problems();
    Node root = Yaml.parse(file, text.getBytes(StandardCharsets.UTF_8), own);
    return app(root, app, own, problems);
  }

  private static Optional<App> app(
      @Nullable Node root, String name, Problems own, Problems problems) {
    App app = null;
    if (root != null) {
      Fields fields = Fields.of(root, own);
      app = app(fields, name, own);
      fields.done();
    }
    own.list().forEach(problems::add);
    return own.any() ? Optional.empty() : Optional.ofNullable(app);
  }

  static App app(Fields fields, String name, Problems problems) {
    List<String> hosts = hosts(fields, problems);
    return new App(
        name,
        fields.requiredText("recipe"),
        fields.requiredText("version"),
        hosts,
        email(fields),
        settings(fields, problems),
        scale(fields, problems),
        Plugins.read(fields, problems),
        grants(fields, problems),
        TlsSettings.read(fields),
        new FrontReader(problems).read(fields, hosts),
        Wishes.read(fields, problems),
        running(fields));
  }

  /** The values as YAML has them, in the order in which they are written. */
  static Map<String, Object> tree(App app) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("recipe", app.recipe());
    tree.put("version", app.version());
    if (!app.hosts().isEmpty()) {
      tree.put("hosts", app.hosts());
    }
    if (app.email() != null) {
      tree.put("email", app.email());
    }
    if (app.tls() != null) {
      tree.put(TlsSettings.KEY, app.tls().word());
    }
    if (!app.settings().isEmpty()) {
      tree.put("settings", app.settings());
    }
    if (!app.scale().isEmpty()) {
      tree.put("scale", app.scale());
    }
    if (!app.plugins().isEmpty()) {
      tree.put("plugins", app.plugins());
    }
    if (!app.grants().isEmpty()) {
      tree.put("grants", List.copyOf(app.grants()));
    }
    Map<String, Object> front = FrontReader.tree(app.front());
    if (!front.isEmpty()) {
      tree.put(FrontReader.KEY, front);
    }
    Map<String, Object> backup = app.backup().tree();
    if (!backup.isEmpty()) {
      tree.put(Wishes.KEY, backup);
    }
    tree.put("state", app.running() ? "running" : "stopped");
    return tree;
  }

  /**
   * Makes the file say what {@code app} says, and refuses what could not be read again. What a
   * person wrote around the changed values stays: comments, order, quotes.
   */
  static void write(Path file, App app) throws IOException {
    App wanted = readable(app);
    String old = Files.exists(file) ? Files.readString(file) : "";
    if (old.isBlank()) {
      Durable.write(file, AppText.fresh(wanted));
      return;
    }
    Problems problems = new Problems();
    Optional<App> before = parse(file.toString(), old, app.name(), problems);
    problems.raiseIfAny();
    if (before.isPresent() && !before.get().equals(wanted)) {
      Durable.write(file, AppText.edited(old, before.get(), wanted));
    }
  }

  /** The app as it reads once written, hosts in DNS's spelling. */
  private static App readable(App app) {
    Problems problems = new Problems();
    Optional<App> readable = parse(NAME, AppText.fresh(app), app.name(), problems);
    Problems placeless = new Problems();
    problems.list().forEach(problem -> placeless.add(FilePlaces.placed(null, problem)));
    placeless.raiseIfAny();
    return readable.orElse(app);
  }

  private static List<String> hosts(Fields fields, Problems problems) {
    List<String> hosts = new ArrayList<>();
    for (Node item : fields.list("hosts")) {
      if (!(item instanceof Node.Scalar scalar)) {
        problems.at(item.place(), "app.bad-host", "a host is one word", "write - host.example.org");
        continue;
      }
      String host = Names.host(scalar.text(), item.place(), problems);
      if (hosts.contains(host) && !host.isEmpty()) {
        problems.at(
            item.place(), "app.duplicate-host", host + " is listed twice", "remove one of them");
      }
      hosts.add(host);
    }
    return hosts;
  }

  private static @Nullable String email(Fields fields) {
    String email = fields.text("email");
    if (email != null && !SettingCheck.isEmail(email)) {
      fields.problem(
          "email",
          "app.bad-email",
          Shown.quoted(email) + " is not an e-mail address",
          "write one such as me@example.org; certificate authorities write to it");
    }
    return email;
  }

  private static Map<String, String> settings(Fields fields, Problems problems) {
    fields
        .entries("settings")
        .forEach((key, entry) -> Names.settingKey(key, entry.keyPlace(), problems));
    return fields.textMap("settings");
  }

  private static Map<String, Integer> scale(Fields fields, Problems problems) {
    Map<String, Integer> scale = new TreeMap<>();
    fields
        .entries("scale")
        .forEach((service, entry) -> {
          Names.service(service, entry.keyPlace(), problems);
          Long count =
              entry.value() instanceof Node.Scalar scalar ? Scalars.integer(scalar.text()) : null;
          if (count == null || count < 0 || count > MOST_REPLICAS) {
            problems.at(
                entry.value().place(),
                "app.bad-scale",
                "the number of containers of " + Shown.quoted(service) + " is not possible",
                "write a whole number from 0 to " + MOST_REPLICAS);
          } else {
            scale.put(service, count.intValue());
          }
        });
    return scale;
  }

  private static Set<String> grants(Fields fields, Problems problems) {
    Set<String> grants = new TreeSet<>();
    for (Node item : fields.list("grants")) {
      if (item instanceof Node.Scalar scalar) {
        Grants.read(scalar.text(), item.place(), problems).ifPresent(grants::add);
      } else {
        problems.at(
            item.place(), "grant.bad", "a grant is one word", "write - host-mount=/srv/media");
      }
    }
    return grants;
  }

  private static boolean running(Fields fields) {
    String state = fields.text("state", "running");
    if (!state.equals("running") && !state.equals("stopped")) {
      fields.problem(
          "state",
          "app.bad-state",
          Shown.quoted(state) + " is not a state",
          "write running or stopped");
    }
    return !state.equals("stopped");
  }

  /** The problem of a file that cannot be written, for whoever keeps files here. */
  static Problem unwritable(Path file, IOException e) {
    return Problem.failed(
            "store.unwritable",
            file + " cannot be written",
            "make room on the disk and check who owns the directory")
        .because(e.toString());
  }
}
