package steading.compose;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Judges paths of the host by where they really lead, links followed. */
final class HostPaths {
  private static final List<Path> ENGINE =
      Stream.of(
              "/var/run/docker.sock",
              "/run/docker.sock",
              "/run/docker/containerd/containerd.sock",
              "/run/containerd/containerd.sock",
              "/run/podman/podman.sock",
              "/var/lib/docker/volumes")
          .map(Path::of)
          .toList();

  private final Path directory;

  HostPaths(Path directory) {
    this.directory = directory;
  }

  /** Whether {@code path} is, and really leads to, something in the project directory. */
  boolean inside(Path path) {
    Path home = real(directory);
    boolean known = !directory.toString().isEmpty() && home.getParent() != null;
    return known && path.normalize().startsWith(directory) && real(path).startsWith(home);
  }

  /** Whether the Engine can be steered from {@code path}: its sockets, and all that holds them. */
  static boolean reachesEngine(Path path) {
    Path clean = path.toAbsolutePath().normalize();
    Path real = real(clean);
    return Stream.of(clean, real)
        .anyMatch(seen ->
            seen.endsWith("docker.sock")
                || ENGINE.stream()
                    .anyMatch(socket ->
                        socket.startsWith(seen)
                            || seen.startsWith(socket)
                            || real(socket).startsWith(seen)));
  }

  /** The path with links followed as far as it exists. */
  private static Path real(Path path) {
    Path existing = path.toAbsolutePath().normalize();
    Path rest = Path.of("");
    while (existing.getParent() != null) {
      if (Files.exists(existing) || Files.isSymbolicLink(existing)) {
        break;
      }
      rest = existing.getFileName().resolve(rest);
      existing = existing.getParent();
    }
    try {
      return existing.toRealPath().resolve(rest).normalize();
    } catch (IOException e) {
      // A link that leads nowhere, or in circles, leads to no place that can be trusted.
      return Path.of("/");
    }
  }
}
