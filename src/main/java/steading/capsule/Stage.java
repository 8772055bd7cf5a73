package steading.capsule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import steading.app.Durable;
import steading.app.Home;
import steading.capsule.repo.Restic;
import steading.capsule.repo.Task;
import steading.capsule.repo.Task.Mount;
import steading.capsule.repo.Task.Rights;
import steading.problem.Problem;
import steading.problem.ProblemException;

/**
 * Where a capsule is put together or taken apart: a directory in the home that nobody else may
 * enter, and that is emptied when its operation is over. Nothing an app writes gets here but what
 * its database tools say.
 */
record Stage(Path top) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SECRETS = "secrets.json";

  /** As the helper sees it, and as it stands in the snapshot. */
  static final String INSIDE = "/capsule";

  static Stage of(Home home, String app) {
    return new Stage(home.staging().resolve(app));
  }

  /** Where an app's parcel is put together or taken apart; no app has this name. */
  static Stage ofParcel(Home home, String app) {
    return new Stage(home.staging().resolve(".parcel-" + app));
  }

  static void clearAll(Home home) {
    new Stage(home.staging()).clear();
  }

  /** An empty one. */
  Stage fresh() {
    clear();
    make(root());
    return this;
  }

  void clear() {
    try {
      Durable.deleteTree(top);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** What becomes {@code /capsule}. */
  Path root() {
    return top.resolve("capsule");
  }

  Path manifest() {
    return root().resolve(Manifest.FILE);
  }

  Path app() {
    return make(root().resolve("app"));
  }

  Path database(String service) {
    return make(root().resolve("databases").resolve(service));
  }

  /** Where a volume is mounted; the directory must be there, since its parent is read-only. */
  String volume(String name) {
    make(root().resolve("volumes").resolve(name));
    return inside(name);
  }

  static String inside(String volume) {
    return INSIDE + "/volumes/" + volume;
  }

  void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  void secrets(Map<String, String> secrets) {
    try {
      write(
          root().resolve(SECRETS),
          JSON.writerWithDefaultPrettyPrinter().writeValueAsString(new TreeMap<>(secrets)) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of texts is always JSON", e);
    }
  }

  Map<String, String> secrets() {
    try {
      return JSON.readValue(
          Files.readString(root().resolve(SECRETS)), new TypeReference<Map<String, String>>() {});
    } catch (IOException e) {
      // The parser's own message would quote the content.
      throw Problem.failed(
              "capsule.damaged",
              "the capsule has no secrets.json that can be read",
              "choose another")
          .raise();
    }
  }

  /** Takes a capsule out of its repository, but for what is to stay there. */
  void fetch(Restic restic, Capsule capsule, String app, String... without) {
    List<String> arguments =
        new ArrayList<>(List.of("restore", capsule.snapshot() + ":" + INSIDE, "--target", "/out"));
    for (String each : without) {
      arguments.addAll(List.of("--exclude", each));
    }
    Task task =
        Task.on(capsule.repository(), arguments.toArray(String[]::new))
            .of(app)
            .mounting(Rights.RESTORING, List.of(Mount.directory(root().toString(), "/out", false)));
    restic.run(task, Restic.Listener.NONE);
    own(restic, app, root());
  }

  /** What a helper wrote here as another account becomes ours to read. */
  void own(Restic restic, String app, Path directory) {
    try {
      Object uid = Files.getAttribute(top, "unix:uid");
      Object gid = Files.getAttribute(top, "unix:gid");
      if (!uid.equals(0)) {
        restic.tool(
            app,
            Rights.RESTORING,
            List.of(Mount.directory(directory.toString(), "/out", false)),
            "chown",
            "-hR",
            uid + ":" + gid,
            "/out");
      }
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** Copies a directory as it is; links stay links. */
  static void copy(Path from, Path to) {
    try (Stream<Path> children = Files.list(from)) {
      Files.createDirectories(to);
      for (Path child : children.toList()) {
        Path target = to.resolve(String.valueOf(child.getFileName()));
        if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
          copy(child, target);
        } else {
          Files.copy(
              child,
              target,
              LinkOption.NOFOLLOW_LINKS,
              StandardCopyOption.COPY_ATTRIBUTES,
              StandardCopyOption.REPLACE_EXISTING);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path make(Path directory) {
    try {
      Durable.directories(directory);
      return directory;
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private ProblemException unusable(IOException e) {
    return Problem.failed(
            "capsule.staging",
            top + " cannot be used",
            "make room on the disk of Steading's home, and check who owns it")
        .because(e.toString())
        .raise();
  }
}
