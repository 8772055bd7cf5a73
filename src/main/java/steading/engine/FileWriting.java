package steading.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import steading.engine.ContainerSpec.FileSpec;
import steading.engine.EngineException.Reason;

/**
 * Writes secrets and configs into a container that has not been started. Never into a running one:
 * whoever changes directories in there could turn the write to another place.
 */
final class FileWriting {
  private final Wire wire;

  FileWriting(Wire wire) {
    this.wire = wire;
  }

  static String directory(String path) {
    int slash = path.lastIndexOf('/');
    if (!path.startsWith("/")
        || path.endsWith("/")
        || List.of(path.split("/", -1)).contains("..")) {
      throw new EngineException(
          Reason.BAD_REQUEST, "\"" + path + "\" is no absolute path of a file in a container");
    }
    return slash == 0 ? "/" : path.substring(0, slash);
  }

  void write(String container, List<FileSpec> files) {
    Map<String, List<FileSpec>> byDirectory = new LinkedHashMap<>();
    for (FileSpec file : files) {
      byDirectory.computeIfAbsent(directory(file.path()), _ -> new ArrayList<>()).add(file);
    }
    byDirectory.forEach((directory, ofDirectory) -> write(container, directory, ofDirectory));
  }

  private void write(String container, String directory, List<FileSpec> files) {
    String existing = directory;
    while (!exists(container, existing)) {
      existing = directory(existing);
    }
    wire.ask(
        Call.put("/containers/{}/archive", container)
            .with("path", existing)
            .with("noOverwriteDirNonDir", "true")
            .tar(archive(existing, directory, files)));
  }

  private boolean exists(String container, String path) {
    Call call = Call.head("/containers/{}/archive", container).with("path", path);
    return path.equals("/") || Absent.asEmpty(() -> wire.ask(call)).isPresent();
  }

  /** Only missing directories are named: naming one would change its owner and mode. */
  private static byte[] archive(String existing, String directory, List<FileSpec> files) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Tar tar = new Tar(bytes)) {
      String missing = directory.substring(existing.equals("/") ? 0 : existing.length());
      String path = "";
      for (String name : missing.split("/", -1)) {
        if (!name.isEmpty()) {
          path += name + "/";
          tar.directory(path, 0755);
        }
      }
      for (FileSpec file : files) {
        String name = file.path().substring(file.path().lastIndexOf('/') + 1);
        tar.file(path + name, file.content(), file.mode(), file.uid(), file.gid());
      }
    } catch (IOException e) {
      throw new IllegalStateException("an archive in memory cannot be written", e);
    }
    return bytes.toByteArray();
  }
}
