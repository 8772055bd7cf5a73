package steading.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A second Engine, all of whose state is in one directory; it may be killed and started again. */
final class OwnDaemon implements AutoCloseable {
  private final Path directory;

  OwnDaemon(Path directory) {
    this.directory = directory;
  }

  String host() {
    return "unix://" + directory.resolve("engine.sock");
  }

  Path log() {
    return directory.resolve("engine.log");
  }

  Path pidFile() {
    return directory.resolve("engine.pid");
  }

  EngineSetup.Places places(Duration startLimit) {
    return new EngineSetup.Places(
        List.of(Path.of("/usr/sbin"), Path.of("/usr/bin")),
        directory,
        directory.resolve("no-systemd"),
        directory.resolve("install.log"),
        log(),
        pidFile(),
        command(),
        host(),
        true,
        startLimit);
  }

  void start() {
    new EngineSetup(places(Duration.ofSeconds(60)), _ -> {}).start();
  }

  /** As a power cut would: no time to say good-bye. */
  void kill() {
    process().ifPresent(OwnDaemon::end);
  }

  private static void end(ProcessHandle daemon) {
    List<ProcessHandle> all = new ArrayList<>(daemon.descendants().toList());
    all.addFirst(daemon);
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(process -> process.onExit().join());
  }

  private Optional<ProcessHandle> process() {
    try {
      return Files.exists(pidFile())
          ? ProcessHandle.of(Long.parseLong(Files.readString(pidFile()).strip()))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> command() {
    // A network namespace of its own: an Engine without a bridge deletes the machine's docker0.
    return List.of(
        "unshare",
        "--net",
        "dockerd",
        "--data-root=" + directory.resolve("data"),
        "--exec-root=" + directory.resolve("exec"),
        "--pidfile=" + pidFile(),
        "--host=" + host(),
        "--bridge=none",
        "--iptables=false",
        "--ip6tables=false",
        "--storage-driver=vfs");
  }

  @Override
  public void close() {
    kill();
    unmount();
  }

  /** A killed Engine leaves mounts, which would keep the directory from being deleted. */
  private void unmount() {
    try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mounts"))) {
      List<String> left =
          mounts
              .map(line -> line.split(" ", 3)[1])
              .filter(place -> place.startsWith(directory + "/"))
              .sorted(Comparator.reverseOrder())
              .toList();
      for (String place : left) {
        new ProcessBuilder("umount", "-l", place).start().onExit().join();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
