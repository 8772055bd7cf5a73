package steading.app;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import steading.problem.Problem;
import steading.problem.ProblemException;
import steading.problem.Problems;
import steading.recipe.Shown;

/** Opens the home of an installation, making it first where it is missing. */
public final class HomeStore {
  private static final Path USUAL = Path.of("/var/lib/steading");
  private static final Pattern ID = Pattern.compile("[a-z0-9]{6}");
  private static final String ID_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

  /** The kernel's limit for the path of a socket is 108 bytes, the last of them zero. */
  private static final int LONGEST_SOCKET = 107;

  private HomeStore() {}

  public static Home open() {
    return open(System.getenv());
  }

  public static Home open(Map<String, String> environment) {
    Path directory = directory(environment);
    Problems problems = new Problems();
    HomeSettings settings = HomeSettings.read(directory, environment, problems);
    problems.raiseIfAny();
    prepare(directory);
    Home home =
        new Home(
            directory,
            id(directory),
            settings.httpPort(),
            settings.httpsPort(),
            settings.dockerHost(),
            source(),
            settings.recipes(),
            settings.tls(),
            settings.gateway(),
            settings.care());
    checkSocket(home);
    return home;
  }

  /**
   * Makes an empty home go on as the installation of that id, whose machine is lost.
   *
   * @param directory whose daemon does not run
   */
  public static void become(Path directory, String id) {
    if (!ID.matcher(id).matches()) {
      throw Problem.usage(
              "home.bad-id",
              Shown.quoted(id) + " is not the id of an installation",
              "type the line home: as it stands in the recovery kit")
          .raise();
    }
    prepare(directory);
    if (id.equals(idOrNone(directory))) {
      return;
    }
    for (String name : List.of("apps", "trash")) {
      String[] there = directory.resolve(name).toFile().list();
      if (there == null || there.length > 0) {
        throw Problem.usage(
                "home.in-use",
                "the home " + directory + " is another installation's, and it has apps",
                "recover into an empty one: --home DIR")
            .raise();
      }
    }
    try {
      Durable.write(directory.resolve("id"), id + "\n");
    } catch (IOException e) {
      throw notWritable(directory, e);
    }
  }

  /** Empty where there is none yet. */
  public static String idOrNone(Path directory) {
    Path file = directory.resolve("id");
    try {
      return Files.exists(file) ? Files.readString(file).strip() : "";
    } catch (IOException e) {
      throw notWritable(directory, e);
    }
  }

  private static Path directory(Map<String, String> environment) {
    String given = environment.getOrDefault("STEADING_HOME", "");
    if (given.indexOf('\0') >= 0) {
      throw Problem.usage(
              "home.bad-path",
              "STEADING_HOME is " + Shown.quoted(given) + ", which is no path",
              "set it to a directory")
          .raise();
    }
    return given.isBlank() ? USUAL : Path.of(given).toAbsolutePath().normalize();
  }

  private static void prepare(Path directory) {
    try {
      Durable.directories(directory);
      for (String name : List.of("apps", "trash", "gateway", "run", "log")) {
        Durable.directories(directory.resolve(name));
      }
    } catch (IOException e) {
      throw notWritable(directory, e);
    }
  }

  private static String id(Path directory) {
    Path file = directory.resolve("id");
    try {
      if (!Files.exists(file)) {
        Durable.create(file, (randomId() + "\n").getBytes(StandardCharsets.US_ASCII));
      }
      String id = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).strip();
      if (!ID.matcher(id).matches()) {
        throw Problem.failed(
                "home.damaged-id",
                file + " does not hold the id of this installation, but " + Shown.quoted(id),
                "write its six characters back; they follow \"stead-\" in the names of its"
                    + " containers and volumes")
            .raise();
      }
      return id;
    } catch (IOException e) {
      throw notWritable(directory, e);
    }
  }

  private static String randomId() {
    SecureRandom random = new SecureRandom();
    StringBuilder id = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      id.append(ID_LETTERS.charAt(random.nextInt(ID_LETTERS.length())));
    }
    return id.toString();
  }

  private static ProblemException notWritable(Path directory, IOException e) {
    String why =
        e instanceof AccessDeniedException ? "You may not write there" : "The system says: " + e;
    return Problem.failed(
            "home.not-writable",
            "the home " + directory + " cannot be used",
            "run as root, or set STEADING_HOME to a directory of your own")
        .because(why)
        .raise();
  }

  private static void checkSocket(Home home) {
    int length = home.socket().toString().getBytes(StandardCharsets.UTF_8).length;
    if (length > LONGEST_SOCKET) {
      throw Problem.usage(
              "home.path-too-long",
              "the path of the home " + home.directory() + " is too long",
              "set STEADING_HOME to a shorter path")
          .because("The control socket in it may have " + LONGEST_SOCKET + " bytes, not " + length)
          .raise();
    }
  }

  /** The recipes that come with Steading: in its source, else beside its jar. */
  private static Path source() {
    String source = System.getProperty("steading.source");
    if (source != null) {
      return Path.of(source).toAbsolutePath().resolve("recipes");
    }
    Path beside = jarDirectory();
    return (beside == null ? Path.of("").toAbsolutePath() : beside).resolve("recipes");
  }

  private static @Nullable Path jarDirectory() {
    CodeSource code = HomeStore.class.getProtectionDomain().getCodeSource();
    try {
      URI place = code == null ? null : code.getLocation().toURI();
      return place == null ? null : Path.of(place).getParent();
    } catch (URISyntaxException e) {
      return null;
    }
  }
}
